#include "engine/merged/merged_replies.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <tuple>
#include <utility>

namespace signalbox {

namespace {

auto keyOf(const Definition& definition) {
    return std::tie(definition.structure.name, definition.structure.version, definition.hash);
}

void addCounts(std::vector<std::pair<DefinitionRef, std::uint64_t>>& sums,
               const std::vector<std::pair<DefinitionRef, std::uint64_t>>& counts) {
    for (const auto& [ref, count] : counts) {
        const auto known = std::ranges::find_if(sums, [&ref](const auto& sum) { return sum.first == ref; });
        if (known == sums.end())
            sums.emplace_back(ref, count);
        else
            known->second += count;
    }
}

void add(Statistics& sum, const Statistics& each) {
    sum.workflowCount += each.workflowCount;
    sum.residentCount += each.residentCount;
    sum.lastSeq = Seq{sum.lastSeq.value() + each.lastSeq.value()};
    sum.firesTotal += each.firesTotal;
    sum.firesPerSecond += each.firesPerSecond;
    sum.pendingEffects += each.pendingEffects;
    sum.failedEffects += each.failedEffects;
    sum.heldEffects += each.heldEffects;
    sum.timerCount += each.timerCount;
    sum.queuedTurns += each.queuedTurns;
    addCounts(sum.workflowsByDefinition, each.workflowsByDefinition);
}

} // namespace

std::vector<Definition> mergedDefinitions(const std::vector<std::vector<Definition>>& lists) {
    std::vector<Definition> merged;
    for (const auto& list : lists) {
        for (const Definition& each : list) {
            const auto known =
                std::ranges::find_if(merged, [&each](const Definition& other) { return keyOf(other) == keyOf(each); });
            if (known == merged.end()) {
                merged.push_back(each);
                continue;
            }
            known->workflowCount += each.workflowCount;
            known->isRunnable = known->isRunnable || each.isRunnable;
            if (!known->source) known->source = each.source;
        }
    }
    std::ranges::stable_sort(
        merged, [](const Definition& left, const Definition& right) { return keyOf(left) < keyOf(right); });
    return merged;
}

Result<Statistics> mergedStatistics(const Gathering<Statistics>::Answers& answers) {
    if (auto error = errorOfAll<Statistics>(answers)) return std::unexpected(*std::move(error));
    Statistics sum;
    bool isWritable = answers.empty();
    for (const auto& answer : answers) {
        if (!answer || !*answer) continue;
        add(sum, **answer);
        isWritable = isWritable || !(*answer)->isReadOnly;
        if (sum.readOnlyReason.empty()) sum.readOnlyReason = (*answer)->readOnlyReason;
    }
    sum.isReadOnly = !isWritable;
    if (isWritable) sum.readOnlyReason.clear();
    std::ranges::sort(sum.workflowsByDefinition, [](const auto& left, const auto& right) {
        return std::tie(left.first.name, left.first.version) < std::tie(right.first.name, right.first.version);
    });
    return sum;
}

Result<TimersReply> mergedTimers(Gathering<TimersReply>::Answers answers, const TimersRequest& request) {
    if (auto error = errorOfAll<TimersReply>(answers)) return std::unexpected(*std::move(error));
    TimersReply merged;
    for (auto& answer : answers) {
        if (!answer || !*answer) continue;
        merged.total += (*answer)->total;
        std::ranges::move((*answer)->timers, std::back_inserter(merged.timers));
    }
    std::ranges::stable_sort(merged.timers, {}, &TimerEntry::due);
    const auto skipped = std::min<std::uint64_t>(request.offset, merged.timers.size());
    merged.timers.erase(merged.timers.begin(), merged.timers.begin() + static_cast<std::ptrdiff_t>(skipped));
    if (merged.timers.size() > request.limit) merged.timers.resize(request.limit);
    return merged;
}

Result<MergedEffects> mergedEffects(Gathering<EffectsReply>::Answers answers, const Members& members,
                                    const EffectPlaces::Places& places, std::uint32_t limit) {
    if (auto error = errorOfAll<EffectsReply>(answers)) return std::unexpected(*std::move(error));
    MergedEffects merged{.reply = {}, .places = places};
    std::vector<EffectEntry>& effects = merged.reply.effects;
    for (auto& answer : answers) {
        if (!answer || !*answer) continue;
        merged.reply.hasMore = merged.reply.hasMore || (*answer)->hasMore;
        std::ranges::move((*answer)->problems, std::back_inserter(merged.reply.problems));
        std::ranges::move((*answer)->effects, std::back_inserter(effects));
    }
    // Each server's own order stays: an effect of a later turn is never of an earlier time.
    std::ranges::stable_sort(effects, std::ranges::greater{}, &EffectEntry::requested);
    std::ranges::stable_sort(merged.reply.problems, std::ranges::greater{}, &EffectProblem::count);
    if (effects.size() > limit) {
        merged.reply.hasMore = true;
        effects.erase(effects.begin() + static_cast<std::ptrdiff_t>(limit), effects.end());
    }
    for (const EffectEntry& effect : effects) {
        const ServerEffectId last = splitId(effect.id);
        for (const MemberPtr& member : members)
            if (member->number() == last.server) merged.places[member->name()] = last.id;
    }
    return merged;
}

} // namespace signalbox
