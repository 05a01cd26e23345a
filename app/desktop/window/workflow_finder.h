#pragma once

#include "ui/shell/palette_source.h"

namespace signalbox {

namespace model {
class Connection;
}

// Finds workflows for the palette: by id or assignee, the most recently changed first.
class WorkflowFinder : public ui::PaletteSource {
    Q_OBJECT
public:
    explicit WorkflowFinder(model::Connection& connection, QObject* parent = nullptr);

    QString heading() const override;
    void search(const QString& query, quint64 ticket) override;
    void activate(const QString& id) override;

Q_SIGNALS:
    void chosen(const QString& id);

private:
    model::Connection& m_connection;
};

} // namespace signalbox
