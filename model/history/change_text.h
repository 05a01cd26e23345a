#pragma once

#include <QString>

#include "engine/workflow_values.h"
#include "model/text/time_text.h"

namespace signalbox::model {

// How one change of the log reads; all of it plain text.

// "Assign", "created", "terminated".
[[nodiscard]] QString changeTitle(const Change& change);
// "assignee = Sue, due = 3"; empty without arguments.
[[nodiscard]] QString argumentsSummary(const Json& arguments);
// What belongs to the title: the arguments; of a timer its name, what it fires and when; of effects which they are.
[[nodiscard]] QString changeSummary(const Change& change);
// "Deferred → Assigned"; "Assigned ↻" for a re-entry; "Assigned · ignored" where no state was left.
[[nodiscard]] QString transitionText(const Change& change);
// "mail to Sue", "webhook https://…", "Assign to BUG-2".
[[nodiscard]] QString effectText(const EffectRequest& effect);
[[nodiscard]] QString effectStatusText(EffectStatus status);
// "mail to Sue · pending; mail to Joe · pending".
[[nodiscard]] QString effectsText(const Change& change);
// What is being done about it at `now`: "retry 2 of 8 in 40 s", "held: no mail server configured", "sent". Both moments
// count from their whole second, as countdowns do.
[[nodiscard]] QString effectProgressText(const EffectRow& effect, Time now);
// "mail to Sue · sent; retry 2 of 8 in 40 s · mail to Joe": what is to be looked at stands first, where a narrow column
// still shows it.
[[nodiscard]] QString effectsProgressText(const Change& change, Time now);
// A try has failed and the next one has its time: the text moves with the clock.
[[nodiscard]] bool isWaitingForRetry(const EffectRow& effect);

// The turn passed a bound, or one of its effects could not be sent.
[[nodiscard]] bool isFailure(const Change& change);

// "10:42:07.113" on the day of `now`, else "21 Nov 10:42:07", with the year where it is another one; in local time or
// UTC. Relative reads as Local: the ages of neighbours would be the same.
[[nodiscard]] QString momentText(Time at, Time now, TimeDisplay display = TimeDisplay::Local);
// RFC 3339 in UTC to the microsecond: "2026-11-22T09:42:07.113204Z".
[[nodiscard]] QString utcText(Time at);

} // namespace signalbox::model
