#include "model/actions/standstill.h"

#include <QCoreApplication>

#include "model/connection/connection.h"
#include "model/inspector/inspector_model.h"
#include "model/text/error_text.h"

#include <utility>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Action)
};

// What stops every change, whatever the workflow is like.
Standstill commonStandstill(const InspectorModel& inspector, const Connection& connection, Deed deed) {
    if (inspector.workflow() == nullptr) return {Text::tr("no workflow"), Text::tr("no workflow is shown")};
    if (inspector.phase() == InspectorModel::Phase::Removed)
        return {Text::tr("deleted"), Text::tr("the workflow was deleted")};
    if (!inspector.isLive())
        return {Text::tr("in the past"),
                Text::tr("as of revision %1: go back to live to act").arg(inspector.shownRevision().value())};
    const Statistics& store = connection.latestStatistics();
    if (store.isReadOnly)
        return {Text::tr("read-only"),
                Text::tr("the store is read-only: %1").arg(QString::fromStdString(store.readOnlyReason))};
    Refused refused = refusal(connection.accessTo(inspector.workflow()->row.id), deed);
    return {std::move(refused.shortReason), std::move(refused.reason)};
}

Standstill endStandstill(const Workflow& workflow) {
    switch (workflow.row.status) {
    case WorkflowStatus::Active:
    case WorkflowStatus::Finished: // a final state permits nothing by itself, and says so
        return {};
    case WorkflowStatus::Cancelled:
        return {Text::tr("cancelled"), Text::tr("the workflow was cancelled and takes no more triggers")};
    case WorkflowStatus::Terminated:
        return {Text::tr("terminated"), Text::tr("the workflow was terminated and takes no more triggers")};
    case WorkflowStatus::Faulted:
        return {Text::tr("faulted"), Text::tr("the workflow is faulted and takes no triggers until it is mended")};
    }
    Q_UNREACHABLE();
}

Standstill untilItsEnd(const InspectorModel& inspector, const Connection& connection, Deed deed) {
    Standstill common = commonStandstill(inspector, connection, deed);
    if (!common.reason.isEmpty() || !hasEnded(inspector.workflow()->row.status)) return common;
    return {Text::tr("has ended"), Text::tr("the workflow has ended already")};
}

Standstill triggerStandstill(const InspectorModel& inspector, const Connection& connection, Deed deed) {
    Standstill common = commonStandstill(inspector, connection, deed);
    if (!common.reason.isEmpty()) return common;
    if (Standstill ended = endStandstill(*inspector.workflow()); !ended.reason.isEmpty()) return ended;
    const Definition* definition = inspector.definition();
    if (definition != nullptr && !definition->isRunnable)
        return {Text::tr("no code"), errorText(ErrorCode::DefinitionUnavailable)};
    if (Refused unexplained = refusal(connection.accessTo(inspector.workflow()->row.id), Deed::Explain))
        return {std::move(unexplained.shortReason), std::move(unexplained.reason)};
    if (inspector.explanationError())
        return {errorName(inspector.explanationError()->code), errorText(*inspector.explanationError())};
    return {};
}

} // namespace

Standstill standstillOf(const InspectorModel& inspector, const Connection& connection) {
    return triggerStandstill(inspector, connection, Deed::Fire);
}

Standstill cancelStandstill(const InspectorModel& inspector, const Connection& connection) {
    return triggerStandstill(inspector, connection, Deed::Cancel);
}

Standstill terminateStandstill(const InspectorModel& inspector, const Connection& connection) {
    return untilItsEnd(inspector, connection, Deed::Terminate);
}

Standstill removeStandstill(const InspectorModel& inspector, const Connection& connection) {
    return commonStandstill(inspector, connection, Deed::Remove);
}

Standstill timerStandstill(const InspectorModel& inspector, const Connection& connection, Deed deed) {
    return untilItsEnd(inspector, connection, deed);
}

Standstill effectStandstill(const InspectorModel& inspector, const Connection& connection) {
    return commonStandstill(inspector, connection, Deed::Effects);
}

} // namespace signalbox::model
