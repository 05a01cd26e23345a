#include <QTabWidget>

#include "model/actions/standstill.h"
#include "model/triggers/permitted_order.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/outbox/effects_view.h"
#include "ui/outbox/outbox_desk.h"
#include "ui/outbox/timers_view.h"
#include "ui/shell/command_registry.h"

#include <algorithm>
#include <utility>

// The part of InspectorPane about the tabs Timers and Effects.

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

// Those that may be fired now first, in the order of their keys; what the definition raises itself is not offered.
std::vector<TriggerStructure> offeredTriggers(const ChartStructure& structure, const Explanation* explanation) {
    std::vector<TriggerIndex> order;
    if (explanation) order = model::permittedTriggerOrder(structure, *explanation);
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i)
        if (std::ranges::count(order, TriggerIndex{i}) == 0) order.emplace_back(i);
    std::vector<TriggerStructure> triggers;
    for (const TriggerIndex index : order)
        if (!structure.triggers[index.value()].isOwn) triggers.push_back(structure.triggers[index.value()]);
    return triggers;
}

QString sentence(QString reason) {
    if (reason.isEmpty()) return reason;
    reason[0] = reason[0].toUpper();
    return reason + u'.';
}

} // namespace

void InspectorPane::connectOutbox() {
    const auto refreshAll = [this] {
        refreshTabs();
        const bool isShown = m_inspector.phase() != model::InspectorModel::Phase::Loading;
        if (isShown && m_inspector.workflow() != nullptr) refreshGraph();
    };
    connect(&m_timers, &model::TimerModel::loaded, this, refreshAll);
    connect(&m_effects, &model::EffectModel::loaded, this, refreshAll);
    connect(m_timersView, &TimersView::currentChanged, this, &InspectorPane::refreshOutboxCommands);
    connect(m_effectsView, &EffectsView::currentChanged, this, &InspectorPane::refreshOutboxCommands);
    connect(m_tabs, &QTabWidget::currentChanged, this, &InspectorPane::refreshOutboxCommands);
    connect(m_timersView, &TimersView::reminderWanted, this, &InspectorPane::setReminder);
    connect(m_timersView, &TimersView::fireWanted, this,
            [this] { actOnTimer(model::Deed::MoveTimer, &OutboxDesk::fireNow); });
    connect(m_timersView, &TimersView::postponeWanted, this,
            [this] { actOnTimer(model::Deed::MoveTimer, &OutboxDesk::postpone); });
    connect(m_timersView, &TimersView::cancelWanted, this,
            [this] { actOnTimer(model::Deed::CancelTimer, &OutboxDesk::cancel); });
    connect(m_effectsView, &EffectsView::retryWanted, this, [this] {
        if (m_effectsView->refusal().isEmpty()) m_outboxDesk->retry({m_effectsView->current()->id});
    });
    connect(m_effectsView, &EffectsView::skipWanted, this, [this] {
        if (m_effectsView->refusal().isEmpty())
            m_outboxDesk->skip(m_inspector.id().toStdString(), {m_effectsView->current()->id});
    });
    connect(m_timersView, &TimersView::commandsWanted, this, [this] {
        if (const auto timer = m_timersView->current()) m_outboxDesk->showCommands(*timer);
    });
    connect(m_effectsView, &EffectsView::commandsWanted, this, [this] {
        if (const auto effect = m_effectsView->current()) m_outboxDesk->showCommands(effect->workflowId, {effect->id});
    });
    connect(m_effectsView, &EffectsView::configureWanted, this, [this] {
        if (m_services.configureEffects) m_services.configureEffects();
    });
    connect(m_outboxDesk, &OutboxDesk::succeeded, this, &InspectorPane::statusMessage);
}

void InspectorPane::claimOutbox() {
    if (!m_services.commands.contains(u"timer.set"_s)) return;
    claimTimers();
    CommandRegistry& commands = m_services.commands;
    commands.setHandler(u"effect.retry"_s, this, [this] { m_outboxDesk->retry(effectsMeant()); });
    commands.setHandler(u"effect.skip"_s, this,
                        [this] { m_outboxDesk->skip(m_inspector.id().toStdString(), effectsMeant()); });
    refreshOutboxCommands();
}

void InspectorPane::claimTimers() {
    CommandRegistry& commands = m_services.commands;
    commands.setHandler(u"timer.set"_s, this, [this] { setReminder(); });
    const auto handle = [this, &commands](const QString& id, model::Deed deed, TimerAct act) {
        commands.setHandler(id, this, [this, deed, act] {
            if (m_timersView->current()) m_tabs->setCurrentWidget(m_timersView);
            actOnTimer(deed, act);
        });
    };
    handle(u"timer.fire"_s, model::Deed::MoveTimer, &OutboxDesk::fireNow);
    handle(u"timer.postpone"_s, model::Deed::MoveTimer, &OutboxDesk::postpone);
    handle(u"timer.cancel"_s, model::Deed::CancelTimer, &OutboxDesk::cancel);
}

void InspectorPane::showEffects() {
    m_tabs->setCurrentWidget(m_effectsView);
}

// Timers and effects are those of now, whichever revision is shown: nothing is done to them while that is another one.
void InspectorPane::refreshOutbox() {
    m_timersView->setStandstills({.setting = timerStandstill(model::Deed::SetTimer),
                                  .moving = timerStandstill(model::Deed::MoveTimer),
                                  .cancelling = timerStandstill(model::Deed::CancelTimer)});
    m_effectsView->setStandstill(sentence(model::effectStandstill(m_inspector, m_services.connection).reason));
}

void InspectorPane::refreshOutboxCommands() {
    CommandRegistry& commands = m_services.commands;
    if (!m_hasCommands || !commands.contains(u"timer.set"_s) || !commands.isAvailable(u"timer.set"_s)) return;
    const auto allow = [&commands](const QString& id, const QString& reason) {
        if (reason.isEmpty()) return commands.setEnabled(id);
        commands.setDisabled(id, reason);
    };
    const auto& [setting, moving, cancelling] = m_timersView->standstills();
    const QString none = m_timersView->current() ? QString() : tr("The workflow has no timer.");
    allow(u"timer.set"_s, setting);
    for (const QString& id : {u"timer.fire"_s, u"timer.postpone"_s})
        allow(id, moving.isEmpty() ? none : moving);
    allow(u"timer.cancel"_s, cancelling.isEmpty() ? none : cancelling);
    const QString nothing = effectsMeant().empty() ? tr("No effect of this workflow has failed.") : QString();
    for (const QString& id : {u"effect.retry"_s, u"effect.skip"_s})
        allow(id, m_effectsView->standstill().isEmpty() ? nothing : m_effectsView->standstill());
}

void InspectorPane::setReminder() {
    const Definition* definition = m_inspector.definition();
    if (!timerStandstill(model::Deed::SetTimer).isEmpty() || definition == nullptr) return;
    ReminderDialog::Subject subject;
    subject.workflowId = m_inspector.workflow()->row.id;
    subject.definition = definition->structure.name;
    subject.triggers = triggersToOffer();
    for (const TimerEntry& timer : m_timers.timers())
        subject.usedNames.push_back(timer.name);
    m_outboxDesk->setReminder(std::move(subject));
}

std::vector<TriggerStructure> InspectorPane::triggersToOffer() const {
    const Definition* definition = m_inspector.definition();
    return definition ? offeredTriggers(definition->structure, m_inspector.explanation())
                      : std::vector<TriggerStructure>();
}

QString InspectorPane::timerStandstill(model::Deed deed) const {
    return sentence(model::timerStandstill(m_inspector, m_services.connection, deed).reason);
}

void InspectorPane::actOnTimer(model::Deed deed, TimerAct act) {
    const auto timer = m_timersView->current();
    if (timer && timerStandstill(deed).isEmpty()) (m_outboxDesk->*act)(*timer);
}

// The states in which effects were asked for that have failed, by their turns: of those that the history has loaded.
std::vector<std::string> InspectorPane::failedIn() const {
    std::vector<std::string> states;
    for (const EffectEntry& each : m_effects.effects()) {
        if (each.status != EffectStatus::Failed) continue;
        const auto turn = std::ranges::find(m_history.changes(), each.id.change, &Change::seq);
        if (turn != m_history.changes().end()) states.push_back(turn->to);
    }
    return states;
}

std::vector<EffectId> InspectorPane::effectsMeant() const {
    if (m_tabs->currentWidget() == m_effectsView) {
        const auto chosen = m_effectsView->current();
        if (chosen && m_effectsView->refusal().isEmpty()) return {chosen->id};
    }
    std::vector<EffectId> failedOnes;
    for (const EffectEntry& each : m_effects.effects())
        if (each.status == EffectStatus::Failed) failedOnes.push_back(each.id);
    return failedOnes;
}

} // namespace signalbox::ui
