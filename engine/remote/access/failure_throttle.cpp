#include "engine/remote/access/failure_throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

// What is counted as one address.
std::string keyOf(std::string_view address) {
    std::string key(address);
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    if (!key.contains(':') || ::inet_pton(AF_INET6, key.c_str(), bytes.data()) != 1) return key;
    constexpr std::array<unsigned char, 12> kMappedIpv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::ranges::equal(kMappedIpv4, bytes | std::views::take(kMappedIpv4.size()))) return key;
    return {bytes.begin(), bytes.begin() + 8};
}

} // namespace

double FailureThrottle::left(const Bucket& bucket, SteadyTime now) const {
    const auto passed = std::chrono::duration<double>(now - bucket.at);
    const auto refill = std::chrono::duration<double>(m_settings.refill);
    return std::min(m_settings.burst, bucket.left + passed / refill);
}

std::chrono::milliseconds FailureThrottle::pauseOf(std::string_view address) const {
    const std::string key = keyOf(address);
    const MutexLock lock(m_mutex);
    const auto found = m_index.find(key);
    if (found == m_index.end()) return {};
    const double missing = 1 - left(*found->second, m_clock.steadyNow());
    if (missing <= 0) return {};
    const auto pause = std::chrono::duration<double, std::milli>(m_settings.refill) * missing;
    return std::max(std::chrono::milliseconds(1), std::chrono::ceil<std::chrono::milliseconds>(pause));
}

void FailureThrottle::failed(std::string_view address) {
    std::string key = keyOf(address);
    const SteadyTime now = m_clock.steadyNow();
    const MutexLock lock(m_mutex);
    if (const auto found = m_index.find(key); found != m_index.end()) {
        const auto bucket = found->second;
        *bucket = {.address = std::move(key), .left = std::max(0.0, left(*bucket, now) - 1), .at = now};
        m_buckets.splice(m_buckets.begin(), m_buckets, bucket);
        return;
    }
    m_buckets.push_front({.address = key, .left = m_settings.burst - 1, .at = now});
    m_index.emplace(std::move(key), m_buckets.begin());
    if (m_buckets.size() <= m_settings.addresses) return;
    m_index.erase(m_buckets.back().address);
    m_buckets.pop_back();
}

std::size_t FailureThrottle::size() const {
    const MutexLock lock(m_mutex);
    return m_buckets.size();
}

} // namespace signalbox
