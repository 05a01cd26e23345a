#pragma once

#include <QSplitter>

class QSettings;

namespace signalbox::ui {

// A table and the details of its row: they stand beside it where that leaves both room, else below. How much of the
// place each one gets is a person's choice, kept for either arrangement.
class DetailSplitter : public QSplitter {
    Q_OBJECT
public:
    // `key`: where in the settings the shares are kept.
    DetailSplitter(QSettings& settings, const QString& key, QWidget* parent);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QString place() const;
    void arrange();
    void keep();

    QSettings& m_settings;
    QString m_key;
    bool m_isArranged = false;
};

} // namespace signalbox::ui
