#pragma once

#include <QSplitter>

class QSettings;

namespace signalbox::ui {

// A table and the details of its row: they stand beside it where that leaves both room, else below, and where there is
// too little room for that, in its place. How much of the place each one gets is a person's choice, kept for either
// arrangement.
class DetailSplitter : public QSplitter {
    Q_OBJECT
public:
    // `key`: where in the settings the shares are kept.
    DetailSplitter(QSettings& settings, const QString& key, QWidget* parent);

    // Whether only one of the two is shown.
    bool isOneAtATime() const { return m_isOneAtATime; }
    // Which one that is.
    void showDetails(bool isDetails);
    bool showsDetails() const { return m_showsDetails; }
    // Whether there is something for the details to show.
    void setHasDetails(bool hasDetails);

Q_SIGNALS:
    void arranged(); // isOneAtATime() or what is shown has changed

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QString place() const;
    void arrange();
    void keep();
    void showParts();

    QSettings& m_settings;
    QString m_key;
    bool m_isArranged = false;
    bool m_isOneAtATime = false;
    bool m_showsDetails = false;
    bool m_hasDetails = true;
};

} // namespace signalbox::ui
