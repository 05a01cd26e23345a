#include "ui/inspector/operator_desk.h"

#include "model/actions/action_call.h"
#include "model/actions/standstill.h"
#include "model/connection/connection.h"
#include "model/inspector/inspector_model.h"
#include "model/preview/preview_lines.h"
#include "ui/connections/copy_command.h"
#include "ui/inspector/trigger_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/user_prompt.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::Action;
using model::ActionKind;
using model::ActionRequest;

namespace {

QString bulletList(const std::vector<model::PreviewLine>& lines) {
    QStringList texts;
    for (const model::PreviewLine& line : lines)
        texts << u"\u2022 "_s + line.text;
    return texts.join(u'\n');
}

// Stands in while the engine cannot explain: every trigger is there, and disabled for a reason of the whole workflow.
Explanation unexplained(const ChartStructure& structure) {
    Explanation explanation;
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i) {
        TriggerExplanation row;
        row.trigger = TriggerIndex{i};
        explanation.triggers.push_back(std::move(row));
    }
    return explanation;
}

} // namespace

OperatorDesk::OperatorDesk(const PaneServices& services, model::InspectorModel& inspector, BannerArea& banners,
                           QWidget& window)
    : m_services(services)
    , m_inspector(inspector)
    , m_banners(banners)
    , m_window(window)
    , m_last(services.settings)
    , m_runner(services.connection) {
    connect(&inspector, &model::InspectorModel::changed, this, &OperatorDesk::refresh);
    connect(&inspector, &model::InspectorModel::timeTravelled, this, &OperatorDesk::refresh);
    connect(&services.connection, &model::Connection::accessChanged, this, &OperatorDesk::refresh);
    connect(&m_runner, &model::ActionRunner::conflicted, this, &OperatorDesk::onConflict);
    connect(&m_runner, &model::ActionRunner::refused, this, &OperatorDesk::onProblem);
    connect(&m_runner, &model::ActionRunner::succeeded, this,
            [this](const ActionRequest&, const QString& text) { Q_EMIT succeeded(text); });
    refresh();
}

void OperatorDesk::refresh() {
    // Opening another workflow takes milliseconds: what is on screen stays until it is there, and does nothing.
    if (m_inspector.phase() == model::InspectorModel::Phase::Loading) return;
    const Definition* definition = m_inspector.definition();
    const ChartStructure structure = definition ? definition->structure : ChartStructure{};
    const Explanation explanation = m_inspector.explanation() ? *m_inspector.explanation() : unexplained(structure);
    const model::Standstill standstill = standstillOf(m_inspector, m_services.connection);
    m_actions.setActions(actionsOf(structure, explanation, standstill));
    m_cancel = model::cancelAction(structure, explanation, cancelStandstill(m_inspector, m_services.connection));
    m_assign = model::assignAction(structure, explanation, standstill);
    m_terminate = model::terminateStandstill(m_inspector, m_services.connection);
    m_remove = model::removeStandstill(m_inspector, m_services.connection);
    Q_EMIT actionsChanged();
}

bool OperatorDesk::isReady() const {
    return m_inspector.workflow() != nullptr && m_inspector.definition() != nullptr;
}

void OperatorDesk::fireKey(int key) {
    const Action* action = m_actions.findByKey(key);
    if (action != nullptr && isReady()) start(*action);
}

void OperatorDesk::fire(const QString& trigger) {
    const Action* action = m_actions.findByTrigger(trigger.toStdString());
    if (action != nullptr && action->isEnabled && isReady()) start(*action);
}

void OperatorDesk::assign() {
    if (m_assign.action.isEnabled && isReady()) openForm(m_assign.action);
}

void OperatorDesk::assignToMe() {
    if (!m_assign.action.isEnabled || !isReady()) return;
    ActionRequest request = requestNow(ActionKind::Fire, m_assign.action.verb);
    request.trigger = m_assign.action.trigger;
    request.arguments = {{m_assign.parameter, m_services.connection.operatorName().toStdString()}};
    m_runner.run(std::move(request));
}

void OperatorDesk::start(const Action& action) {
    if (action.takesParameters) return openForm(action);
    ActionRequest request = requestNow(ActionKind::Fire, action.verb);
    request.trigger = action.trigger;
    m_runner.run(std::move(request));
}

void OperatorDesk::openForm(const Action& action) {
    const ChartStructure& structure = m_inspector.definition()->structure;
    const TriggerStructure trigger = structure.triggers[findTrigger(structure, action.trigger)->value()];
    ActionRequest request = requestNow(ActionKind::Fire, action.verb);
    request.trigger = action.trigger;
    auto* dialog = new TriggerDialog({m_services.connection, m_inspector, m_services.clock, m_services.theme, m_last},
                                     trigger, &m_window);
    connect(dialog, &TriggerDialog::fired, this, [this, request](const Json& arguments, const QString& reason) {
        ActionRequest filled = request;
        filled.arguments = arguments;
        filled.reason = reason;
        m_runner.run(std::move(filled));
    });
    dialog->open();
}

ActionRequest OperatorDesk::requestNow(ActionKind kind, const QString& verb) const {
    return {.kind = kind,
            .id = m_inspector.id().toStdString(),
            .trigger = {},
            .arguments = {},
            .verb = verb,
            .reason = {},
            .seen = m_inspector.shownRevision(),
            .requestId = {}};
}

std::function<QString(const QString& reason)> OperatorDesk::commandOf(const ActionRequest& request) const {
    return commandFor(m_services.connection, request.id,
                      CommandOf([request](const model::CallText& calls, const Caller& caller) {
                          return model::callOf(calls, request, caller);
                      }));
}

void OperatorDesk::cancel() {
    if (!m_cancel.isEnabled || !isReady()) return;
    const ActionRequest request = requestNow(ActionKind::Cancel, tr("Cancel workflow"));
    FireRequest dryRun;
    dryRun.id = request.id;
    dryRun.trigger = m_cancel.trigger;
    dryRun.caller = m_services.connection.caller();
    m_services.connection.preview(dryRun, this, [this, request](const Result<Preview>& preview) {
        const Definition* definition = m_inspector.definition();
        if (!preview || definition == nullptr || m_inspector.workflow() == nullptr) return confirmCancel(request, {});
        confirmCancel(request, bulletList(model::previewLines(definition->structure, *m_inspector.workflow(), *preview,
                                                              m_services.clock.now())));
    });
}

void OperatorDesk::confirmCancel(const ActionRequest& request, const QString& consequences) {
    Confirmation question;
    question.title = tr("Cancel %1?").arg(QString::fromStdString(request.id));
    question.text = tr("It ends the way its definition provides, by %1.").arg(m_cancel.verb);
    if (!consequences.isEmpty()) question.text += u"\n\n"_s + consequences;
    question.verb = tr("Cancel workflow");
    question.keep = tr("Keep it");
    question.asksReason = true;
    question.command = commandOf(request);
    question.anchor = &m_window;
    m_services.prompt.confirm(question, [this, request](const ConfirmationAnswer& answer) {
        ActionRequest confirmed = request;
        confirmed.reason = answer.reason;
        if (answer.isConfirmed) m_runner.run(std::move(confirmed));
    });
}

void OperatorDesk::terminate() {
    if (!m_terminate.reason.isEmpty() || !isReady()) return;
    const ActionRequest request = requestNow(ActionKind::Terminate, tr("Terminate"));
    Confirmation question;
    question.title = tr("Terminate %1 by force?").arg(m_inspector.id());
    question.text =
        tr("It stops where it is, in %1. None of its definition's code runs, nobody is told, its timers are "
           "dropped, and it never takes a trigger again. Its history stays.")
            .arg(QString::fromStdString(m_inspector.workflow()->row.state));
    question.verb = tr("Terminate");
    question.keep = tr("Keep it running");
    question.asksReason = true;
    question.requiresReason = true;
    question.command = commandOf(request);
    question.anchor = &m_window;
    m_services.prompt.confirm(question, [this, request](const ConfirmationAnswer& answer) {
        ActionRequest confirmed = request;
        confirmed.reason = answer.reason;
        if (answer.isConfirmed) m_runner.run(std::move(confirmed));
    });
}

void OperatorDesk::remove() {
    if (!m_remove.reason.isEmpty() || !isReady()) return;
    const ActionRequest request = requestNow(ActionKind::Remove, tr("Delete"));
    Confirmation question;
    question.title = tr("Delete %1 for good?").arg(m_inspector.id());
    question.text = tr("Its state, data and pending mails are erased and its id is free again. This cannot be undone. "
                       "Type the id to delete it.");
    question.verb = tr("Delete");
    question.keep = tr("Keep it");
    question.typeToConfirm = m_inspector.id();
    question.asksReason = true;
    question.command = commandOf(request);
    question.anchor = &m_window;
    m_services.prompt.confirm(question, [this, request](const ConfirmationAnswer& answer) {
        ActionRequest confirmed = request;
        confirmed.reason = answer.reason;
        if (answer.isConfirmed) m_runner.run(std::move(confirmed));
    });
}

void OperatorDesk::onConflict(const model::ActionConflict& conflict) {
    const ActionRequest& request = conflict.request;
    Confirmation question;
    question.title = tr("%1 has changed since you looked").arg(QString::fromStdString(request.id));
    question.text = tr("You saw revision %1, now it is revision %2:\n\n%3\n\nStill %4?")
                        .arg(request.seen.value())
                        .arg(conflict.now.value())
                        .arg(conflict.text, request.verb);
    question.verb = tr("%1 anyway").arg(request.verb);
    question.keep = tr("Leave it as it is");
    question.isDanger = request.kind != ActionKind::Fire;
    ActionRequest anyway = request;
    anyway.seen = conflict.now;
    question.command = commandOf(anyway);
    question.anchor = &m_window;
    m_services.prompt.confirm(question, [this, conflict](const ConfirmationAnswer& answer) {
        if (answer.isConfirmed) m_runner.runDespite(conflict);
    });
}

void OperatorDesk::onProblem(const model::ActionProblem& problem) {
    BannerMessage message;
    message.kind = problem.isRefusal ? BannerKind::Warning : BannerKind::Error;
    message.what = problem.what;
    if (problem.isRefusal && !problem.detail.isEmpty()) message.what += u'\n' + problem.detail;
    const model::Connection::Place place = m_services.connection.placeOf(problem.request.id);
    message.subject = tr("%1 on %2").arg(place.id, place.server);
    message.code = problem.code;
    message.detail = problem.detail;
    if (problem.canRetry) message.retry = [this, request = problem.request] { m_runner.run(request); };
    m_banners.post(std::move(message));
}

} // namespace signalbox::ui
