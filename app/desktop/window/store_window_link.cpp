#include "app/desktop/stores/server_source.h"
#include "app/desktop/window/replaced_store_notice.h"
#include "app/desktop/window/store_window.h"
#include "model/connection/server_roster.h"
#include "model/connections/call_text.h"
#include "model/inspector/inspector_model.h"
#include "ui/connections/call_dialog.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/status_strip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/environment_badge.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <utility>
#include <vector>

// The part of StoreWindow about the connection to a server: how it stands, and what may be done there.

namespace signalbox {

using namespace Qt::StringLiterals;
using model::ServerLink;

void StoreWindow::connectLink() {
    new ReplacedStoreNotice(*this);
    m_commands.setHandler(u"workflow.copyCommand"_s, this, [this] { showCalls(); });
    ServerSource* server = m_source->server();
    if (m_source->servers()) {
        connect(m_workflows, &ui::WorkflowsPane::currentWorkflowChanged, this, &StoreWindow::allowMigrating);
        connect(&m_connection, &model::Connection::accessChanged, this, &StoreWindow::allowMigrating);
        return allowMigrating();
    }
    if (!server) return m_connection.setCallTarget(model::ownStoreTarget());
    const ServerLink& link = server->link();
    connect(&link, &ServerLink::changed, this, &StoreWindow::followLink);
    connect(&link, &ServerLink::ticked, this, &StoreWindow::showStatistics);
    connect(&link, &ServerLink::decisionWanted, this, &StoreWindow::decisionWanted);
    connect(&m_theme, &ui::Theme::changed, this, &StoreWindow::markWindow);
    connect(&m_window.statusStrip(), &ui::StatusStrip::retryActivated, this, [server] { server->retryNow(); });
    m_commands.setHandler(u"server.retry"_s, this, [server] { server->retryNow(); });
    m_commands.setHandler(u"server.lock"_s, this, [this] { toggleLock(); });
    followLink();
}

// Before the models read anything: what they show depends on it.
void StoreWindow::connectServers() {
    model::ServerRoster* servers = m_source->servers();
    if (!servers) return;
    m_connection.setAccess({.server = m_source->name()});
    m_connection.setServers(*servers);
    m_places.setServers(*servers);
    connect(servers, &model::ServerRoster::changed, this, &StoreWindow::showStatistics);
}

void StoreWindow::showServers(const model::ServerRoster& roster) {
    if (!m_source->servers()) m_places.setServers(roster);
}

// Each row has the name of its server; here is whether all of them are there.
void StoreWindow::showServerCounts() {
    using State = model::ServerRoster::State;
    const auto& servers = m_source->servers()->servers();
    const auto live = std::ranges::count(servers, State::Live, &model::ServerRoster::Server::state);
    ui::StatusStrip& strip = m_window.statusStrip();
    const bool isWhole = live == servers.size();
    const QString state = isWhole ? tr("live") : tr("%1 of %2 live").arg(live).arg(servers.size());
    strip.setConnection(m_source->name(), isWhole ? ui::Tone::Go : ui::Tone::Warn, state);
    m_workflows->setAge(isWhole ? QString() : state);
    if (!isWhole) strip.setSavedUnknown();
}

// Of the workflow that is shown, as it is now: what a script does, it does on that revision.
void StoreWindow::showCalls() {
    std::vector<model::WorkflowCall> calls = inspector().calls();
    if (calls.empty()) return m_window.statusStrip().showMessage(tr("Select a workflow first."), ui::Tone::Warn);
    const QString id = m_connection.placeOf(inspector().inspector().id().toStdString()).id;
    auto* dialog = new ui::CallDialog(m_theme, id, std::move(calls), &m_window);
    connect(dialog, &ui::CallDialog::copied, this, [this](const QString& title) {
        m_window.statusStrip().showMessage(tr("Copied as a command: %1").arg(title), ui::Tone::Go);
    });
    dialog->open();
}

void StoreWindow::followLink() {
    const ServerLink& link = m_source->server()->link();
    if (m_connection.title() != m_source->name()) m_window.setTitle(m_source->name(), inspector().inspector().id());
    m_connection.setName(m_source->authority());
    m_connection.setTitle(m_source->name());
    m_connection.setCallTarget(model::callTargetOf(link.profile()));
    m_connection.setAccess(link.access());
    const bool isConnected = link.isConnected();
    const QString waiting = link.isWaitingForKeyStore() ? tr("It waits for the key store.") : QString();
    m_commands.setDisabled(u"server.retry"_s, isConnected ? tr("It is connected.") : waiting);
    m_commands.setText(u"server.lock"_s, link.isLocked() ? tr("Unlock changes…") : tr("Lock against changes"));
    allowMigrating();
    markWindow();
    showStatistics();
    showLinkProblem();
}

// Of several servers, that of the workflow that is chosen has the say.
void StoreWindow::allowMigrating() {
    const model::Access access = m_connection.accessTo(m_workflows->currentWorkflow().toStdString());
    m_commands.setDisabled(u"definition.migrate"_s, model::refusalSentence(access, model::Deed::Migrate));
}

// Once for each that stops it, or is to be known of the server; what passes by itself stands in the status bar.
void StoreWindow::showLinkProblem() {
    const ServerLink& link = m_source->server()->link();
    const bool isStopped = link.state().phase == LinkState::Phase::Stopped;
    const model::LinkProblemText text = isStopped ? link.problem() : link.skew();
    if (text.what == m_toldProblem) return;
    m_toldProblem = text.what;
    if (text.what.isEmpty()) return;
    ui::BannerMessage message{.kind = isStopped ? ui::BannerKind::Error : ui::BannerKind::Warning,
                              .what = text.what + u' ' + text.todo,
                              .subject = m_source->name(),
                              .code = {},
                              .detail = QString::fromStdString(link.state().message)};
    if (isStopped) message.retry = [this] { m_source->server()->retryNow(); };
    m_window.banners().post(message);
}

void StoreWindow::markWindow() {
    const model::ServerProfile& profile = m_source->server()->link().profile();
    const bool isMarked = !profile.colour.isEmpty() || profile.environment != model::Environment::Development;
    m_window.setMark(isMarked ? ui::serverColor(m_theme.colors(), profile.colour, profile.environment) : QColor());
}

void StoreWindow::showLink() {
    const ServerLink& link = m_source->server()->link();
    ui::StatusStrip& strip = m_window.statusStrip();
    const bool isStopped = link.state().phase == LinkState::Phase::Stopped;
    const ui::Tone away = isStopped ? ui::Tone::Stop : ui::Tone::Warn;
    QStringList details{link.roleText(), link.isLocked() ? tr("locked") : QString()};
    details.removeAll(QString());
    strip.setConnection(m_source->name(), link.isConnected() ? ui::Tone::Go : away, link.phaseText());
    strip.setServer(
        ui::ServerBadge{.environment = link.profile().environment,
                        .colour = link.profile().colour,
                        .detail = details.join(u" · "_s),
                        .age = link.staleText(),
                        .canRetry = !link.isConnected() && link.state().phase != LinkState::Phase::Connecting});
    m_workflows->setAge(link.staleText());
    if (!link.isConnected()) return strip.setSavedUnknown();
    const QString readOnly = model::readOnlySentence(m_connection.access());
    if (!readOnly.isEmpty()) showReadOnly(readOnly);
}

// To lock needs no question; to unlock is the one moment to think.
void StoreWindow::toggleLock() {
    ServerLink& link = m_source->server()->link();
    if (!link.isLocked()) return link.setLocked(true);
    ui::Confirmation question;
    question.title = tr("Unlock changes on %1?").arg(m_source->name());
    question.text = tr("What you do then is done to workflows in production, until you lock it again or close the "
                       "window.");
    question.verb = tr("Unlock changes");
    question.keep = tr("Keep it locked");
    question.anchor = &m_window;
    m_prompt.confirm(question, [this](const ui::ConfirmationAnswer& answer) {
        if (answer.isConfirmed) m_source->server()->link().setLocked(false);
    });
}

} // namespace signalbox
