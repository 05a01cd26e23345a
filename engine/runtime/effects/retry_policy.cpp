#include "engine/runtime/effects/retry_policy.h"

#include <algorithm>

namespace signalbox {

std::optional<Duration> RetryPolicy::pauseAfter(const Failure& failure, std::uint64_t random) const {
    if (failure.attempts >= m_settings.attemptBound || failure.sinceFirst >= m_settings.patience) return std::nullopt;
    const auto bound = static_cast<std::uint64_t>(longestPauseAfter(failure.attempts).count());
    const Duration pause(static_cast<Duration::rep>(random % (bound + 1)));
    const Duration wish = failure.retryAfter.value_or(Duration::zero());
    return std::max(pause, std::min(wish, m_settings.patience));
}

Duration RetryPolicy::longestPauseAfter(std::uint32_t attempts) const {
    Duration pause = m_settings.firstPause;
    for (std::uint32_t i = 1; i < attempts && pause < m_settings.longestPause; ++i)
        pause *= 2;
    return std::min(pause, m_settings.longestPause);
}

} // namespace signalbox
