#pragma once

#include <QList>
#include <QString>

#include "engine/workflow_values.h"
#include "model/workflows/filter_text.h"

#include <optional>

namespace signalbox::model {

// The words of filter texts, shared by its reader, its writer and its suggestions.
inline constexpr QLatin1String kFailedEffects{"failed-effects"};
inline constexpr QLatin1String kNoFailedEffects{"no-failed-effects"};
inline constexpr QLatin1String kOverdue{"overdue"};
inline constexpr QLatin1String kNotOverdue{"not-overdue"};
inline constexpr QLatin1String kToday{"today"};

enum class FilterKey {
    Server,
    Workflow,
    Version,
    State,
    Status,
    Assignee,
    Resident,
    Age,
    InState,
    Updated,
    Created,
    Entered,
    Changed,
    Has,
    Is,
    Timer
};

struct FilterKeyName {
    FilterKey key;
    const char* name;
    const char* operators;   // ":", "<>" or ":<"
    const char* description; // to be translated
};

[[nodiscard]] const QList<FilterKeyName>& filterKeys();
[[nodiscard]] const FilterKeyName* findFilterKey(const QString& name);
[[nodiscard]] const FilterKeyName& filterKeyName(FilterKey key);
[[nodiscard]] QString filterMessage(const char* text); // translated

// "90s", "15m", "1d" and back, in the largest unit that is exact.  Returns: none for anything else.
[[nodiscard]] std::optional<Duration> parseDuration(const QString& text);
[[nodiscard]] QString durationText(Duration duration);

// ISO date or date and time, UTC.
[[nodiscard]] std::optional<Time> parseTime(const QString& text);
[[nodiscard]] QString isoText(Time time);

[[nodiscard]] std::optional<WorkflowStatus> parseStatus(const QString& text);
[[nodiscard]] QString statusWord(WorkflowStatus status);

// `value` as it must stand in a filter: quoted where it would be read as something else.
[[nodiscard]] QString quotedIfNeeded(const QString& value);
[[nodiscard]] QString quoted(const QString& value);

} // namespace signalbox::model
