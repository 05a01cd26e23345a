#pragma once

#include <QList>
#include <QString>

class QSettings;

namespace signalbox::model {

// What an operator keeps of a list under a name. Ages and "me" in it keep their meaning.
struct SavedView {
    QString name;
    QString filter; // text of filter_text.h, written without a vocabulary, so that it reads the same with any
    QString sort;   // texts of column_layout.h; empty: not said
    QString columns;
    bool operator==(const SavedView&) const = default;
};

// The views of an operator, in the order he gave them; kept in settings under "GROUP/views".
class SavedViews {
public:
    SavedViews(QSettings& settings, const QString& group);

    const QList<SavedView>& views() const { return m_views; }
    bool contains(const QString& name) const { return indexOf(name) >= 0; }
    // Replaces what a view of the same name keeps.
    void save(const SavedView& view);
    // Returns: false when there is no view `from`, or `to` is empty or taken.
    bool rename(const QString& from, const QString& to);
    // Puts the view `name` before the view `before`, or last if there is none of that name.
    void move(const QString& name, const QString& before);
    void remove(const QString& name);

private:
    qsizetype indexOf(const QString& name) const;
    void write();

    QSettings& m_settings;
    QString m_key;
    QList<SavedView> m_views;
};

} // namespace signalbox::model
