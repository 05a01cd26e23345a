#include "engine/runtime/effects/effect_outcome.h"

#include "engine/chart/event_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {
namespace {

constexpr std::size_t kMostFailures = 20;

using Verdict = SendResult::Verdict;

void addFailure(EffectProgress& progress, const SendResult& result, Time now) {
    progress.failures.push_back({.at = now, .error = result.error, .status = result.status});
    if (progress.failures.size() > kMostFailures) progress.failures.erase(progress.failures.begin());
}

// Since the first try of this round; where that is not remembered any more, since the oldest that is.
Duration sinceFirst(const EffectProgress& progress, Time now) {
    const std::size_t known = std::min<std::size_t>(progress.attempts, progress.failures.size());
    return known == 0 ? Duration::zero() : now - progress.failures[progress.failures.size() - known].at;
}

} // namespace

EffectUpdate afterTry(const EffectUpdate& before, const SendResult& result, const RetryPolicy& policy, Time now,
                      std::uint64_t random) {
    EffectUpdate after = before;
    EffectProgress& progress = after.progress;
    ++progress.attempts;
    progress.lastAttempt = now;
    progress.nextAttempt.reset();
    progress.status = result.status;
    progress.response = result.response;
    progress.isResponseCut = result.isResponseCut;
    progress.request = result.request;
    after.status = EffectStatus::Sent;
    if (result.verdict == Verdict::Sent) return after;
    addFailure(progress, result, now);
    after.status = EffectStatus::Failed;
    if (result.verdict == Verdict::Refused) return after;
    const auto pause = policy.pauseAfter(
        {.attempts = progress.attempts, .sinceFirst = sinceFirst(progress, now), .retryAfter = result.retryAfter},
        random);
    if (!pause) return after;
    after.status = EffectStatus::Pending;
    progress.nextAttempt = now + *pause;
    return after;
}

std::string outcomeEvent(const EffectUpdate& update, std::string_view sendId) {
    if (update.status == EffectStatus::Failed) return "error.communication";
    if (update.status != EffectStatus::Sent || sendId.empty()) return {};
    return fmt::format("done.send.{}", sendId);
}

Json outcomeData(const EffectUpdate& update, std::string_view sendId, Profile profile) {
    Json::object_t data;
    data.emplace(profile == Profile::Scxml ? "sendid" : "sendId", sendId);
    data.emplace("status", update.progress.status);
    if (update.status == EffectStatus::Failed)
        data.emplace("reason", update.progress.failures.empty() ? "" : update.progress.failures.back().error);
    else
        data.emplace("response", update.progress.response);
    return data;
}

std::optional<TriggerIndex> listenerFor(const ChartStructure& structure, std::string_view event) {
    return structure.profile == Profile::Scxml ? findTriggerFor(structure, event) : findTrigger(structure, event);
}

} // namespace signalbox
