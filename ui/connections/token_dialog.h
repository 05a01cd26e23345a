#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace signalbox::ui {

// Asks for the token that a server knows a person by.
class TokenDialog : public QDialog {
    Q_OBJECT
public:
    // `why`: "prod-eu does not know your token, or not any more."; `note`: where it will be kept.
    TokenDialog(const QString& server, const QString& why, const QString& note, QWidget* parent = nullptr);

Q_SIGNALS:
    void entered(const QString& token);

private:
    QLineEdit* m_token;
    QPushButton* m_use;
};

} // namespace signalbox::ui
