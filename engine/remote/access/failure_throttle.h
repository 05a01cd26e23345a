#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// How many wrong tokens an address may show.
struct ThrottleSettings {
    double burst = 20;                                // at once,
    Duration refill = std::chrono::milliseconds(500); // and one more each time that this has passed
    std::size_t addresses = 4096; // that are remembered; the one that failed longest ago is forgotten
};

// Counts failures by address in buckets that refill. Of IPv6, a network of 64 bits is one address: a machine has all of
// it.  Thread-safety: any thread.
class FailureThrottle {
public:
    // Requires: burst at least 1, refill and addresses above 0.  Lifetime: `clock` outlives it.
    FailureThrottle(const ThrottleSettings& settings, const Clock& clock) : m_settings(settings), m_clock(clock) {}

    // How long the address has to wait before it may try again; zero: it may.
    [[nodiscard]] std::chrono::milliseconds pauseOf(std::string_view address) const;
    void failed(std::string_view address);
    // Addresses that are remembered.
    [[nodiscard]] std::size_t size() const;

private:
    struct Bucket {
        std::string address;
        double left = 0; // failures that it may still show
        SteadyTime at;   // when it had that
    };
    using Buckets = std::list<Bucket>; // the one that failed last is first

    [[nodiscard]] double left(const Bucket& bucket, SteadyTime now) const;

    const ThrottleSettings m_settings;
    const Clock& m_clock;
    mutable Mutex m_mutex;
    Buckets m_buckets GUARDED_BY(m_mutex);
    std::unordered_map<std::string, Buckets::iterator> m_index GUARDED_BY(m_mutex);
};

} // namespace signalbox
