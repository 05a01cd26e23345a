#include "ui/inspector/inspector_commands.h"

#include <QClipboard>
#include <QGuiApplication>

#include "model/inspector/inspector_model.h"
#include "ui/inspector/action_bar.h"
#include "ui/inspector/operator_desk.h"
#include "ui/shell/command_registry.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kKeys = 9;

QString sentence(QString reason) {
    if (!reason.isEmpty()) reason[0] = reason[0].toUpper();
    return reason;
}

} // namespace

InspectorCommands::InspectorCommands(CommandRegistry& commands, OperatorDesk& desk, model::InspectorModel& inspector,
                                     ActionBar& bar)
    : m_commands(commands)
    , m_desk(desk)
    , m_inspector(inspector)
    , m_bar(bar) {
    connect(&desk, &OperatorDesk::actionsChanged, this, &InspectorCommands::refresh);
    claim();
}

void InspectorCommands::claim() {
    m_isClaimed = true;
    claimActions();
    claimTimeTravel();
    refresh();
}

void InspectorCommands::claimActions() {
    for (int key = 1; key <= kKeys; ++key)
        m_commands.setHandler(u"workflow.fire.%1"_s.arg(key), this, [this, key] { m_desk.fireKey(key); });
    m_commands.setHandler(u"workflow.fire"_s, this, [this] { m_bar.popUpChooser(); });
    m_commands.setHandler(u"workflow.assign"_s, this, [this] { m_desk.assign(); });
    m_commands.setHandler(u"workflow.assignToMe"_s, this, [this] { m_desk.assignToMe(); });
    m_commands.setHandler(u"workflow.cancel"_s, this, [this] { m_desk.cancel(); });
    m_commands.setHandler(u"workflow.terminate"_s, this, [this] { m_desk.terminate(); });
    m_commands.setHandler(u"workflow.delete"_s, this, [this] { m_desk.remove(); });
    m_commands.setHandler(u"workflow.copyId"_s, this,
                          [this] { QGuiApplication::clipboard()->setText(m_inspector.id()); });
    m_commands.setHandler(u"workflow.copyLink"_s, this,
                          [this] { QGuiApplication::clipboard()->setText(m_inspector.link()); });
}

void InspectorCommands::claimTimeTravel() {
    m_commands.setHandler(u"history.previous"_s, this, [this] { m_inspector.showPrevious(); });
    m_commands.setHandler(u"history.next"_s, this, [this] { m_inspector.showNext(); });
    m_commands.setHandler(u"history.first"_s, this, [this] { m_inspector.showFirst(); });
    m_commands.setHandler(u"history.live"_s, this, [this] { m_inspector.showLive(); });
}

void InspectorCommands::enable(const QString& id, const QString& disabledReason) {
    if (disabledReason.isEmpty())
        m_commands.setEnabled(id);
    else
        m_commands.setDisabled(id, sentence(disabledReason));
}

void InspectorCommands::refresh() {
    if (!m_isClaimed) return;
    refreshFiring();
    const bool isShown = m_inspector.workflow() != nullptr;
    const QString none = isShown ? QString() : tr("no workflow is shown");
    enable(u"workflow.fire"_s, none);
    enable(u"workflow.copyId"_s, none);
    enable(u"workflow.copyLink"_s, none);
    enable(u"workflow.assign"_s, m_desk.assignAction().action.reason);
    enable(u"workflow.assignToMe"_s, m_desk.assignAction().action.reason);
    enable(u"workflow.cancel"_s, m_desk.cancelAction().reason);
    enable(u"workflow.terminate"_s, m_desk.terminateStandstill().reason);
    enable(u"workflow.delete"_s, m_desk.removeStandstill().reason);
    const QString noBack = m_inspector.canGoBack() ? QString() : tr("this is the first revision");
    const QString noForward = m_inspector.canGoForward() ? QString() : tr("this is live already");
    enable(u"history.previous"_s, isShown ? noBack : none);
    enable(u"history.first"_s, isShown ? noBack : none);
    enable(u"history.next"_s, isShown ? noForward : none);
    enable(u"history.live"_s, isShown ? noForward : none);
}

void InspectorCommands::refreshFiring() {
    const std::vector<model::Action>& actions = m_desk.actions().actions();
    const bool isPast = !m_inspector.isLive() && !actions.empty();
    for (int key = 1; key <= kKeys; ++key) {
        const bool isEnabled = m_desk.actions().findByKey(key) != nullptr;
        const QString reason = isPast ? actions.front().reason : tr("no permitted trigger has the key %1").arg(key);
        enable(u"workflow.fire.%1"_s.arg(key), isEnabled ? QString() : reason);
    }
}

} // namespace signalbox::ui
