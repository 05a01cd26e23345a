#pragma once

#include "engine/merged/effect_places.h"
#include "engine/merged/gathering.h"
#include "engine/merged/member.h"
#include "engine/workflow_service.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox {

// One reply from those of several servers. `answers` has one per member, in their order; who has none, or an error, is
// left out. All are errors: the first is the reply.

// One of several of the same name, version and content is there once, with the sums of its counts.
[[nodiscard]] std::vector<Definition> mergedDefinitions(const std::vector<std::vector<Definition>>& lists);
// Figures are sums. Read-only: all are.
[[nodiscard]] Result<Statistics> mergedStatistics(const Gathering<Statistics>::Answers& answers);
// By due time, then by server; ids are renamed already.
[[nodiscard]] Result<TimersReply> mergedTimers(Gathering<TimersReply>::Answers answers, const TimersRequest& request);

struct MergedEffects {
    EffectsReply reply;
    EffectPlaces::Places places; // behind it
};
// Newest first. `places`: where each of `members` was asked from.
[[nodiscard]] Result<MergedEffects> mergedEffects(Gathering<EffectsReply>::Answers answers, const Members& members,
                                                  const EffectPlaces::Places& places, std::uint32_t limit);

// The error of all, if there is no answer at all and at least one was asked.
template <typename T>
[[nodiscard]] std::optional<Error> errorOfAll(const typename Gathering<T>::Answers& answers) {
    std::optional<Error> first;
    for (const auto& answer : answers) {
        if (answer && *answer) return std::nullopt;
        if (answer && !first) first = answer->error();
    }
    if (answers.empty() || first) return first;
    return Error{ErrorCode::Busy, "no server answers", "try again later", {}};
}

} // namespace signalbox
