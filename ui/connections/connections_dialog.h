#pragma once

#include <QDialog>
#include <QPointer>

#include "engine/remote/client/link_state.h"
#include "model/connections/connection_book.h"
#include "model/connections/connection_tester.h"
#include "model/connections/server_tokens.h"

#include <functional>

class QLabel;
class QPushButton;

namespace signalbox::ui {

class ProfileForm;
class ServerTree;
class Theme;
class UnsavedDialog;
class UserPrompt;

// What the dialog edits, and with what it tries a server. Lifetime: all of it outlives the dialog.
struct ConnectionServices {
    model::ConnectionBook& book;
    model::ServerTokens& tokens;
    model::ConnectionTester& tester;
    const Theme& theme;
    UserPrompt& prompt;
};

// The servers that a person knows: a tree of them, the form of the chosen one, a test, import and export. What is
// written in the form is kept when it is saved, or connected; before something else takes its place, it asks.
class ConnectionsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ConnectionsDialog(ConnectionServices services, QWidget* parent = nullptr);

    // Chooses the server, after asking where something is not saved; none: what is new, or the one used last.
    void showServer(const QString& id);
    // Files, apart from the dialogs that choose them.
    void importFrom(const QString& path);
    void exportTo(const QString& path);
    // Asks first, and stays, where something is not saved.
    void reject() override;

Q_SIGNALS:
    void connectWanted(const QString& id);
    // A token was kept for the server, of which nothing else is new.
    void tokenKept(const QString& id);

private:
    QWidget* buildTree();
    QWidget* buildTreeButtons();
    QWidget* buildForm();
    QWidget* buildButtons();
    void chooseFile(bool isExport);
    void beginNew();
    void leave(const std::function<void()>& then);
    void stay();
    bool isChanged() const;
    void choose(const QString& id);
    void showProfile(const model::ServerProfile& profile);
    void askForToken();
    void showTokenNote();
    void followBook();
    bool isOtherServer(const model::ServerProfile& profile) const;
    Result<QString> keep(const model::ServerProfile& profile, const QString& token);
    bool save();
    void connectShown();
    void removeShown();
    void test();
    void runTest(const model::ServerProfile& profile, const QString& token);
    void onTested(const model::ServerProfile& profile, const LinkState& state);
    void askIdentity(const model::ServerProfile& profile, const LinkState& state);
    void endTest();
    void say(const QString& text, const QString& tone);
    void refresh();

    ConnectionServices m_services;
    QString m_shown; // id; empty: a new one
    model::ServerProfile m_saved;
    ServerTree* m_servers = nullptr;
    ProfileForm* m_form = nullptr;
    QLabel* m_message = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_connect = nullptr;
    QPointer<UnsavedDialog> m_question;
    bool m_hasToken = false; // the key store has one for m_shown
    quint64 m_trial = 0;     // what is written is as it was when the test of this number began
};

} // namespace signalbox::ui
