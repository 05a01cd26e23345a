#pragma once

#include <chrono>
#include <cstddef>

namespace signalbox {

// How patient a RemoteService is.
struct RemoteServiceSettings {
    std::chrono::milliseconds connectTimeout = std::chrono::seconds{10};
    std::chrono::milliseconds callTimeout = std::chrono::seconds{30};
    std::chrono::milliseconds firstPause = std::chrono::seconds{1}; // before the second try; doubled from try to try,
    std::chrono::milliseconds longestPause = std::chrono::seconds{60}; // with jitter: by half of it
    std::chrono::milliseconds keepalive = std::chrono::seconds{30};    // not below what the server's allows
    std::chrono::milliseconds keepaliveTimeout = std::chrono::seconds{10};
    std::size_t messageBytes = std::size_t{64} << 20; // of one message that is received
    bool isHeld = false;                              // tries nothing before setAddress()
};

} // namespace signalbox
