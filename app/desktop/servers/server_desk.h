#pragma once

#include <QObject>
#include <QPointer>

#include "app/desktop/stores/merged_source.h"
#include "app/desktop/stores/remote_tester.h"
#include "app/desktop/stores/server_source.h"
#include "app/desktop/window/store_window.h"
#include "model/connection/server_roster.h"
#include "model/connections/connection_book.h"
#include "model/connections/server_tokens.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/server_choice_dialog.h"
#include "ui/widgets/dialog_prompt.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace signalbox {

// The servers of the desktop: one window for each that is connected and one over all of them, the connections dialog,
// and the questions that a connection has: whether it is the right server, and which token.
class ServerDesk : public QObject {
    Q_OBJECT
public:
    struct Parts {
        QSettings& settings;
        ui::Theme& theme;
        std::unique_ptr<model::KeyStore> keyStore; // none: tokens are known until the program ends
        ServerOpener open;
        // Makes the window of a source.
        std::function<std::unique_ptr<StoreWindow>(std::unique_ptr<StoreSource>)> makeWindow;
        const Clock& clock;
    };
    explicit ServerDesk(Parts parts);
    ~ServerDesk() override;

    model::ConnectionBook& book() { return m_book; }
    model::ServerTokens& tokens() { return m_tokens; }
    // The open window of a server; null: it has none.
    StoreWindow* window(const QString& id) const;
    ui::ConnectionsDialog* dialog() const { return m_dialog; }
    // Those that are connected, and this computer.
    const model::ServerRoster& roster() const { return m_roster; }
    // The window over all of them; null: it is not open.
    StoreWindow* allWindow() const { return m_all.get(); }

    // Handles the commands about servers in `window`, which may be one of a server, and has its store in the list of
    // all until the window ends.
    void serve(StoreWindow& window);
    // Shows the one window over all of them.
    void showAll();
    // Shows the dialog over `window`.
    void showConnections(QWidget* window, const QString& id = {});
    // Shows the window of the server, a new one if it has none. Nothing happens where the book does not have it.
    void connectTo(const QString& id);
    // Where a link leads to a server. Returns: false when no server bears the name.
    bool open(const model::Link& link);
    void disconnectFrom(const QString& id);

Q_SIGNALS:
    void failed(const signalbox::Error& error, const QString& subject);

private:
    // No token: it is not known yet.
    void openWindow(const model::ServerProfile& profile, const std::optional<QString>& token);
    void decide(const QString& id, LinkProblem problem);
    void askIdentity(StoreWindow& window);
    void askToken(StoreWindow& window);
    static bool isAskingToken(StoreWindow& window);
    // With its token, once that is known.
    void reconnect(const QString& id);
    struct Asked {
        model::ServerProfile profile; // as it was then
        bool isFirst;                 // nothing was tried before
    };
    void useToken(const Asked& asked, const std::optional<QString>& token);
    void followBook();
    void retire(const QString& id);
    void show(const QString& key);
    void enrol(StoreWindow& window);
    void follow(StoreWindow& window);
    void leave(const QString& key);
    void retireAll();
    void lockServerOf(const QString& workflow);
    void askWhereToDeploy(const QStringList& paths);
    void askWhereToMigrate(const QString& definition);
    // What was begun in the window over all goes on in that of the server that is chosen.
    void askForServer(const ui::ServerChoiceDialog::Question& question, std::function<void(StoreWindow&)> goOn);
    QString serverInView() const;
    void serveAll(StoreWindow& window);
    static model::ServerRoster::Server entryOf(StoreWindow& window);
    MergedService* merged() const;
    QString tokenNote() const;
    static QString tokenReason(const model::ServerLink& link);

    ui::Theme& m_theme;
    model::ConnectionBook m_book;
    model::ServerTokens m_tokens;
    ServerOpener m_open;
    std::function<std::unique_ptr<StoreWindow>(std::unique_ptr<StoreSource>)> m_makeWindow;
    RemoteTester m_tester;
    ui::DialogPrompt m_prompt;
    const Clock& m_clock;
    model::ServerRoster m_roster;
    struct Member {
        StoreWindow* window;
        QString name; // in the list of all
    };
    std::map<QString, Member> m_members; // by key: all windows over one store
    std::map<QString, std::unique_ptr<StoreWindow>> m_windows;
    std::unique_ptr<StoreWindow> m_all;
    std::map<QString, model::Link> m_wanted; // places to go to once the window is there
    QPointer<ui::ConnectionsDialog> m_dialog;
};

} // namespace signalbox
