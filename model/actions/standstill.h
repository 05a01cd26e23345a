#pragma once

#include "model/actions/action.h"
#include "model/connection/access.h"

namespace signalbox::model {

class Connection;
class InspectorModel;

// Why nothing may be done to the workflow that `inspector` shows; empty: something may be.
[[nodiscard]] Standstill standstillOf(const InspectorModel& inspector, const Connection& connection);
// Why it may not be cancelled, whatever its definition says to it.
[[nodiscard]] Standstill cancelStandstill(const InspectorModel& inspector, const Connection& connection);

// Why it may not be ended by force or deleted; a workflow that has ended may be deleted still.
[[nodiscard]] Standstill terminateStandstill(const InspectorModel& inspector, const Connection& connection);
[[nodiscard]] Standstill removeStandstill(const InspectorModel& inspector, const Connection& connection);

// Why this may not be done to its timers, or anything to its effects; the effects of a workflow that has ended may be
// dealt with still.
[[nodiscard]] Standstill timerStandstill(const InspectorModel& inspector, const Connection& connection, Deed deed);
[[nodiscard]] Standstill effectStandstill(const InspectorModel& inspector, const Connection& connection);

} // namespace signalbox::model
