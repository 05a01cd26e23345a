#pragma once

#include <QList>
#include <QString>

class QSettings;

namespace signalbox::model {

// A filter that an operator keeps under a name. Ages and "me" in it keep their meaning.
struct SavedView {
    QString name;
    QString filter; // text of filter_text.h, written without a vocabulary, so that it reads the same with any
    bool operator==(const SavedView&) const = default;
};

// The views of an operator, in the order they were saved; kept in settings under "views".
class SavedViews {
public:
    explicit SavedViews(QSettings& settings);

    const QList<SavedView>& views() const { return m_views; }
    // Replaces the filter of a view of the same name.
    void save(const SavedView& view);
    // Returns: false when there is no view `from`, or `to` is empty or taken.
    bool rename(const QString& from, const QString& to);
    void remove(const QString& name);

private:
    qsizetype indexOf(const QString& name) const;
    void write();

    QSettings& m_settings;
    QList<SavedView> m_views;
};

} // namespace signalbox::model
