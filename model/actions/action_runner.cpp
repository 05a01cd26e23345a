#include "model/actions/action_runner.h"

#include <QRegularExpression>

#include "model/connection/connection.h"
#include "model/history/change_text.h"
#include "model/preview/preview_lines.h"
#include "model/text/error_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kConflictLines = 20;

QString linesText(const std::vector<PreviewLine>& lines) {
    QStringList texts;
    for (const PreviewLine& line : lines)
        texts << line.text;
    return texts.join(QLatin1Char('\n'));
}

// One change as a line of a conflict.
QString conflictLine(const Change& change) {
    QString line = ActionRunner::tr("%1 by %2: %3")
                       .arg(QString(changeTitle(change) + QLatin1Char(' ') + changeSummary(change)).trimmed(),
                            QString::fromStdString(change.caller.principal), transitionText(change));
    if (!change.caller.reason.empty())
        line += ActionRunner::tr(" (%1)").arg(QString::fromStdString(change.caller.reason));
    return line;
}

ActionConflict conflictOf(const ActionRequest& request, std::vector<Change> newestFirst) {
    ActionConflict conflict{request, request.seen, {}, {}};
    if (!newestFirst.empty()) conflict.now = newestFirst.front().revision;
    std::erase_if(newestFirst, [&](const Change& change) { return change.revision <= request.seen; });
    std::ranges::reverse(newestFirst);
    QStringList lines;
    for (const Change& change : newestFirst)
        lines << conflictLine(change);
    conflict.changes = std::move(newestFirst);
    conflict.text = lines.join(QLatin1Char('\n'));
    return conflict;
}

ActRequest actRequest(const ActionRequest& request, Caller caller) {
    return {.id = request.id, .expectedRevision = request.seen, .caller = std::move(caller)};
}

} // namespace

ActionRunner::ActionRunner(Connection& connection, QObject* parent) : QObject(parent), m_connection(connection) {}

void ActionRunner::run(ActionRequest request) {
    Caller caller = m_connection.caller(request.reason);
    if (request.requestId.empty())
        request.requestId = caller.requestId;
    else
        caller.requestId = request.requestId;
    if (++m_running == 1) Q_EMIT runningChanged();
    switch (request.kind) {
    case ActionKind::Fire:
        return fire(request);
    case ActionKind::Cancel:
        return m_connection.cancel(actRequest(request, caller), this,
                                   [this, request](const Result<FireReply>& answer) { onFired(request, answer); });
    case ActionKind::Terminate:
        return m_connection.terminate(actRequest(request, caller), this,
                                      [this, request](const Result<TerminateReply>& answer) {
                                          onEnded(request, answer ? std::nullopt : std::optional(answer.error()));
                                      });
    case ActionKind::Remove:
        return m_connection.remove(actRequest(request, caller), this,
                                   [this, request](const Result<RemoveReply>& answer) {
                                       onEnded(request, answer ? std::nullopt : std::optional(answer.error()));
                                   });
    }
}

void ActionRunner::runDespite(const ActionConflict& conflict) {
    ActionRequest request = conflict.request;
    request.seen = conflict.now;
    request.requestId.clear();
    run(std::move(request));
}

void ActionRunner::fire(const ActionRequest& request) {
    FireRequest fire;
    fire.id = request.id;
    fire.trigger = request.trigger;
    fire.arguments = request.arguments;
    fire.expectedRevision = request.seen;
    fire.caller = m_connection.caller(request.reason);
    fire.caller.requestId = request.requestId;
    m_connection.fire(std::move(fire), this,
                      [this, request](const Result<FireReply>& answer) { onFired(request, answer); });
}

void ActionRunner::finish() {
    if (--m_running == 0) Q_EMIT runningChanged();
}

void ActionRunner::onFired(const ActionRequest& request, const Result<FireReply>& answer) {
    finish();
    if (!answer) return onError(request, answer.error());
    const QString id = QString::fromStdString(request.id);
    if (isAccepted(answer->outcome)) {
        const QString state = QString::fromStdString(answer->state);
        Q_EMIT succeeded(request, tr("%1: %2 \u2192 %3").arg(id, request.verb, state));
        return;
    }
    ActionProblem problem;
    problem.request = request;
    problem.isRefusal = true;
    problem.what =
        tr("%1 was refused: %2")
            .arg(request.verb, QString::fromStdString(answer->refusal ? answer->refusal->message : std::string()));
    problem.code = QString::fromStdString(std::string(name(answer->outcome)));
    if (answer->refusal) {
        std::vector<PreviewLine> lines = refusalLines(*answer->refusal);
        lines.erase(lines.begin()); // the sentence is in `what`
        problem.detail = linesText(lines);
    }
    Q_EMIT refused(problem);
}

void ActionRunner::onEnded(const ActionRequest& request, const std::optional<Error>& error) {
    finish();
    if (error) return onError(request, *error);
    const QString id = QString::fromStdString(request.id);
    Q_EMIT succeeded(request, request.kind == ActionKind::Remove ? tr("%1 was deleted").arg(id)
                                                                 : tr("%1 was terminated").arg(id));
}

void ActionRunner::onError(const ActionRequest& request, const Error& error) {
    if (error.code == ErrorCode::StaleRevision) return explainConflict(request);
    ActionProblem problem;
    problem.request = request;
    problem.what = tr("%1 failed: %2").arg(request.verb, errorText(error));
    problem.code = errorName(error.code);
    problem.detail = QStringList{QString::fromStdString(error.message), QString::fromStdString(error.advice)}
                         .filter(QRegularExpression(QStringLiteral(".")))
                         .join(QLatin1Char('\n'));
    problem.canRetry = isWorthRetrying(error.code);
    Q_EMIT refused(problem);
}

void ActionRunner::explainConflict(const ActionRequest& request) {
    m_connection.history({.id = request.id, .before = {}, .limit = kConflictLines}, this,
                         [this, request](const Result<HistoryReply>& reply) {
                             if (reply)
                                 Q_EMIT conflicted(conflictOf(request, reply->changes));
                             else
                                 onError(request, reply.error());
                         });
}

} // namespace signalbox::model
