#include "app/desktop/servers/server_desk.h"

#include <QFileInfo>

#include "app/desktop/servers/key_store_notice.h"
#include "app/desktop/servers/server_finder.h"
#include "ui/definition/deploy_desk.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/status_strip.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;
using model::ServerProfile;

ServerDesk::ServerDesk(Parts parts)
    : m_theme(parts.theme)
    , m_book(parts.settings)
    , m_tokens(std::move(parts.keyStore))
    , m_open(parts.open)
    , m_makeWindow(std::move(parts.makeWindow))
    , m_tester(std::move(parts.open))
    , m_clock(parts.clock) {
    connect(&m_book, &model::ConnectionBook::changed, this, &ServerDesk::followBook);
    connect(&m_book, &model::ConnectionBook::removed, this, &ServerDesk::disconnectFrom);
    for (const auto signal : {&model::ServerTokens::notKept, &model::ServerTokens::notRead})
        connect(&m_tokens, signal, this, [this](const QString& id, const Error& error) {
            const ServerProfile* profile = m_book.find(id);
            Q_EMIT failed(error, profile ? profile->name : QString());
        });
}

// The window over all ends before what it is over.
ServerDesk::~ServerDesk() {
    m_all.reset();
    m_windows.clear();
}

StoreWindow* ServerDesk::window(const QString& id) const {
    const auto found = m_windows.find(id);
    return found == m_windows.end() ? nullptr : found->second.get();
}

void ServerDesk::serve(StoreWindow& window) {
    ui::CommandRegistry& commands = window.commands();
    commands.setHandler(u"server.connections"_s, this, [this, shown = &window] {
        const ServerSource* server = shown->source().server();
        showConnections(&shown->window(), server ? server->key() : QString());
    });
    commands.setHandler(u"server.all"_s, this, [this] { showAll(); });
    connect(&window, &StoreWindow::serverWanted, this, &ServerDesk::show);
    if (window.source().servers())
        serveAll(window);
    else
        enrol(window);
    // One for each window: what it finds is for the palette that has asked.
    auto* finder = new ServerFinder(m_book, &window);
    connect(finder, &ServerFinder::chosen, this, &ServerDesk::connectTo);
    window.window().commandPalette().addSource(*finder);
    if (!window.source().server()) return;
    const QString id = window.source().key();
    commands.setHandler(u"server.disconnect"_s, this, [this, id] { disconnectFrom(id); });
    commands.setHandler(u"server.token"_s, this, [this, id] {
        if (StoreWindow* shown = this->window(id)) askToken(*shown);
    });
}

// -- all of them at once ------------------------------------------------------

void ServerDesk::enrol(StoreWindow& window) {
    const QString key = window.source().key();
    m_members.insert_or_assign(key, Member{.window = &window, .name = {}});
    window.showServers(m_roster);
    if (ServerSource* server = window.source().server()) {
        for (const auto signal : {&model::ServerLink::changed, &model::ServerLink::ticked})
            connect(&server->link(), signal, &window, [this, shown = &window] { follow(*shown); });
    }
    connect(&window, &StoreWindow::ending, this, [this, key] { leave(key); });
    follow(window);
}

model::ServerRoster::Server ServerDesk::entryOf(StoreWindow& window) {
    using State = model::ServerRoster::State;
    StoreSource& source = window.source();
    model::ServerRoster::Server entry{.key = source.key(), .name = source.authority(), .title = source.name()};
    entry.access = window.connection().access();
    entry.callTarget = window.connection().callTarget();
    if (!source.server()) return entry;
    const model::ServerLink& link = source.server()->link();
    entry.access = link.access();
    entry.profile = link.profile();
    if (link.isConnected()) return entry;
    const bool isConnecting = link.state().phase == LinkState::Phase::Connecting;
    entry.state = isConnecting ? State::Connecting : State::Away;
    entry.stateText = isConnecting ? link.phaseText() : link.staleText();
    return entry;
}

// How a server stands, for all that show it. A new name makes it another one in the list of all.
void ServerDesk::follow(StoreWindow& window) {
    const auto found = m_members.find(window.source().key());
    if (found == m_members.end()) return;
    Member& member = found->second;
    const QString name = window.source().authority();
    // The list of all first: who hears of the server asks it at once.
    if (member.name != name && merged()) {
        merged()->remove(member.name.toStdString());
        merged()->add(name.toStdString(), window.source().service());
    }
    member.name = name;
    m_roster.put(entryOf(window));
}

void ServerDesk::leave(const QString& key) {
    const auto found = m_members.find(key);
    if (found == m_members.end()) return;
    if (merged()) merged()->remove(found->second.name.toStdString());
    m_members.erase(found);
    m_roster.remove(key);
}

MergedService* ServerDesk::merged() const {
    return m_all ? &static_cast<MergedSource&>(m_all->source()).service() : nullptr;
}

void ServerDesk::showAll() {
    if (!m_all) {
        auto source = std::make_unique<MergedSource>(m_roster, m_clock);
        for (const auto& [key, member] : m_members)
            source->service().add(member.name.toStdString(), member.window->source().service());
        m_all = m_makeWindow(std::move(source));
        serve(*m_all);
        connect(m_all.get(), &StoreWindow::closed, this, &ServerDesk::retireAll);
    }
    m_all->window().show();
    m_all->window().raise();
    m_all->window().activateWindow();
}

// Never inside a call of its own. What it is over may end before it does.
void ServerDesk::retireAll() {
    if (!m_all) return;
    for (const auto& [key, member] : m_members)
        merged()->remove(member.name.toStdString());
    m_all.release()->deleteLater();
}

// What is done to one of them is done in its window.
void ServerDesk::serveAll(StoreWindow& window) {
    window.commands().setHandler(u"server.lock"_s, this,
                                 [this, shown = &window] { lockServerOf(shown->workflows().currentWorkflow()); });
    connect(&window.deployDesk(), &ui::DeployDesk::serverWanted, this, &ServerDesk::askWhereToDeploy);
    connect(&window, &StoreWindow::migrationWanted, this, &ServerDesk::askWhereToMigrate);
}

void ServerDesk::askWhereToDeploy(const QStringList& paths) {
    askForServer({.title = paths.size() == 1 ? tr("Deploy %1").arg(QFileInfo(paths.front()).fileName())
                                             : tr("Deploy %n definitions", nullptr, static_cast<int>(paths.size())),
                  .text = tr("A definition belongs to one server. Its window tells what will be done there, and asks."),
                  .verb = tr("Go on there"),
                  .deed = model::Deed::Deploy},
                 [paths](StoreWindow& own) { own.deployDesk().offer(paths); });
}

void ServerDesk::askWhereToMigrate(const QString& definition) {
    askForServer(
        {.title = tr("Migrate all workflows of %1").arg(definition),
         .text = tr("They are migrated on one server at a time. Its window tries what that will do, and asks."),
         .verb = tr("Go on there"),
         .deed = model::Deed::Migrate,
         .server = serverInView()},
        [definition](StoreWindow& own) { own.migrateAll(definition.toStdString()); });
}

// The one that the list of all is filtered to, else that of its chosen row; empty: none.
QString ServerDesk::serverInView() const {
    const ui::WorkflowsPane& pane = m_all->workflows();
    if (const std::string& filtered = pane.filter().server; !filtered.empty()) return QString::fromStdString(filtered);
    const model::ServerRoster::Server* server = m_roster.serverOf(pane.currentWorkflow().toStdString());
    return server ? server->name : QString();
}

void ServerDesk::askForServer(const ui::ServerChoiceDialog::Question& question,
                              std::function<void(StoreWindow&)> goOn) {
    auto* dialog = new ui::ServerChoiceDialog(m_roster, question, &m_all->window());
    const auto onChosen = [this, goOn = std::move(goOn)](const QString& name) {
        const model::ServerRoster::Server* server = m_roster.find(name);
        const auto found = server ? m_members.find(server->key) : m_members.end();
        if (found == m_members.end()) return;
        show(found->first);
        goOn(*found->second.window);
    };
    connect(dialog, &ui::ServerChoiceDialog::chosen, this, onChosen);
    dialog->open();
}

// In the window of that server, which shows what is unlocked.
void ServerDesk::lockServerOf(const QString& workflow) {
    const model::ServerRoster::Server* server = m_roster.serverOf(workflow.toStdString());
    const auto found = server && server->profile ? m_members.find(server->key) : m_members.end();
    if (found == m_members.end())
        return m_all->window().statusStrip().showMessage(tr("Select a workflow of a server first."), ui::Tone::Warn);
    StoreWindow* own = found->second.window;
    show(found->first);
    own->commands().trigger(u"server.lock"_s);
}

// The window of a server that is connected, or of this computer.
void ServerDesk::show(const QString& key) {
    const auto found = m_members.find(key);
    if (found == m_members.end()) return;
    ui::MainWindow& shown = found->second.window->window();
    shown.show();
    shown.raise();
    shown.activateWindow();
}

void ServerDesk::showConnections(QWidget* window, const QString& id) {
    if (!m_dialog) {
        m_dialog = new ui::ConnectionsDialog({m_book, m_tokens, m_tester, m_theme, m_prompt}, window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ui::ConnectionsDialog::connectWanted, this, &ServerDesk::connectTo);
        connect(m_dialog, &ui::ConnectionsDialog::tokenKept, this, &ServerDesk::reconnect);
    }
    m_dialog->showServer(id);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void ServerDesk::connectTo(const QString& id) {
    const ServerProfile* profile = m_book.find(id);
    if (!profile) return;
    if (StoreWindow* open = window(id)) {
        open->window().show();
        open->window().raise();
        open->window().activateWindow();
        if (const auto wanted = m_wanted.extract(id)) open->open(wanted.mapped());
        return;
    }
    if (!profile->wantsToken) return openWindow(*profile, QString());
    // It may take a person to unlock the key store: what the window waits for, it says itself.
    openWindow(*profile, std::nullopt);
    reconnect(id);
}

void ServerDesk::openWindow(const ServerProfile& profile, const std::optional<QString>& token) {
    auto source = m_open(profile, token);
    const QString id = profile.id;
    if (!source) {
        m_wanted.erase(id); // whoever connects later does not want to go there any more
        Q_EMIT failed(source.error(), profile.name);
        return;
    }
    (*source)->link().setWaitingForKeyStore(!token.has_value());
    auto opened = m_makeWindow(*std::move(source));
    StoreWindow& shown = *opened;
    m_windows.insert_or_assign(id, std::move(opened));
    m_book.noteUse(id);
    serve(shown);
    new KeyStoreNotice(shown, [this, id] {
        if (StoreWindow* open = window(id)) askToken(*open);
    });
    connect(&shown, &StoreWindow::decisionWanted, this, [this, id](LinkProblem problem) { decide(id, problem); });
    connect(&shown, &StoreWindow::closed, this, [this, id] { retire(id); });
    shown.window().show();
    if (const auto wanted = m_wanted.extract(id)) shown.open(wanted.mapped());
}

bool ServerDesk::open(const model::Link& link) {
    const ServerProfile* profile = m_book.findByName(link.connection);
    if (!profile) return false;
    const QString id = profile->id;
    m_wanted.insert_or_assign(id, link);
    connectTo(id);
    return true;
}

void ServerDesk::disconnectFrom(const QString& id) {
    if (StoreWindow* open = window(id)) open->window().close();
}

// Never inside a call of its own.
void ServerDesk::retire(const QString& id) {
    const auto found = m_windows.find(id);
    if (found == m_windows.end()) return;
    leave(id);
    found->second.release()->deleteLater();
    m_windows.erase(found);
}

} // namespace signalbox
