#pragma once

#include <QWidget>

#include "model/outbox/effect_preferences.h"
#include "model/secrets/keychain_secrets.h"

#include <functional>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace signalbox::ui {

// What the page Effects edits, and with what it tries a mail server.
struct EffectChoices {
    model::EffectPreferenceSettings& settings;
    model::KeychainSecrets& secrets;
    // Why the sender does not take them as they are now, and goes on with those before. Empty: it takes all.
    std::function<Status()> problem = {};
    // Signs in at a mail server with a password and sends nothing; answers once, on the GUI thread. Empty: the page has
    // no button for it.
    std::function<void(const model::MailServer& server, const std::string& password,
                       std::function<void(const Status&)> done)>
        tryServer = {};
};

// The page Effects of the preferences: the mail server, where web requests may go, and their secrets. A field acts when
// it is left or Enter is pressed: half a host name must not send mails.
class EffectsPage : public QWidget {
    Q_OBJECT
public:
    explicit EffectsPage(EffectChoices choices, QWidget* parent = nullptr);

private:
    void build();
    QWidget* buildServer();
    QWidget* buildTest();
    void addRow(QGridLayout& grid, const QString& title, const QString& sentence, QWidget* control);
    QLineEdit* newLine(const QString& name, const QString& placeholder);
    QWidget* newSecret(const QString& objectName, const QString& secret);
    void connectFields();
    void take();
    void test();
    void showTest(const Status& result);
    void showProblem();
    void showSecrets();

    EffectChoices m_choices;
    QLineEdit* m_host;
    QSpinBox* m_port;
    QComboBox* m_security;
    QLineEdit* m_user;
    QLineEdit* m_from;
    QPlainTextEdit* m_receivers;
    QPushButton* m_test = nullptr;
    QLabel* m_result = nullptr;
    QLabel* m_store;
    QLabel* m_problem;
};

} // namespace signalbox::ui
