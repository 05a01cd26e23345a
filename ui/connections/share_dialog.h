#pragma once

#include <QDialog>

#include "model/connections/store_sharing.h"

class QComboBox;
class QLabel;
class QPushButton;
class QWidget;

namespace signalbox::ui {

class Theme;

// Shares this computer's store with a colleague: for whom, as what, and then what to hand over: address, fingerprint,
// token.
class ShareDialog : public QDialog {
    Q_OBJECT
public:
    // Lifetime: `sharing` outlives the dialog.
    ShareDialog(const Theme& theme, model::StoreSharing& sharing, QWidget* parent = nullptr);

Q_SIGNALS:
    void sharingChanged(); // begun, or ended

private:
    QWidget* buildChoice();
    QWidget* buildAccess();
    QLabel* newValue(const QString& name);
    void start();
    void refresh();
    // All of it as lines, for a message to a colleague.
    QString invitation() const;

    const Theme& m_theme;
    model::StoreSharing& m_sharing;
    QComboBox* m_reach = nullptr;
    QComboBox* m_role = nullptr;
    QWidget* m_choice = nullptr;
    QWidget* m_access = nullptr;
    QLabel* m_address = nullptr;
    QLabel* m_fingerprint = nullptr;
    QLabel* m_token = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
};

} // namespace signalbox::ui
