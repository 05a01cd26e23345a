#pragma once

#include <QString>

#include "model/graph/graph_layout.h"

#include <optional>

namespace signalbox::model {

// Layouts in the files of a folder, so that the next start need not make them again. It is a cache: what cannot be read
// is as good as absent, what cannot be written is lost, and the files used longest ago go when there are too many.
// Thread-safety: any thread, one at a time; other processes may use the folder too.
class LayoutStore {
public:
    static constexpr int kMaxFiles = 200;

    // An empty `folder` keeps nothing. It is made with the first layout.
    explicit LayoutStore(QString folder, int maxFiles = kMaxFiles);

    std::optional<GraphLayout> find(const GraphSpec& spec) const;
    void put(const GraphSpec& spec, const GraphLayout& layout) const;

private:
    QString pathOf(const QString& key) const;
    void removeOldest() const;

    QString m_folder;
    int m_maxFiles;
};

} // namespace signalbox::model
