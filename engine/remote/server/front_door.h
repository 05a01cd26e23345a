#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/listening_socket.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace signalbox {

// Takes the connections of a server, up to a limit of all and one of an address; beyond it a new one is closed before
// anything is read, and those that are there stay. gRPC has no such limit, and where the system has no descriptor left
// it listens no more, for good; here that passes.
// Thread-safety: any thread, but for close().
class FrontDoor {
public:
    struct Limits {
        std::size_t all = 0;
        std::size_t perAddress = 0; // UNIX sockets have no address, and no such limit
        bool isAllOfSystem = false; // `all` is what the system's limit of descriptors leaves
    };
    // On the door's own thread.
    struct Hooks {
        std::function<void(int listener, int connection)> admit; // the connection is the receiver's from then on
        std::function<void(const Error&)> full;                  // connections are closed: each reason once a minute
    };
    struct Figures {
        std::uint64_t open = 0;
        std::uint64_t refused = 0; // since the start
    };

    // Lifetime: `clock` outlives it.
    FrontDoor(std::vector<ListeningSocket> sockets, const Limits& limits, const Clock& clock, Hooks hooks);
    ~FrontDoor() { close(); }
    FrontDoor(const FrontDoor&) = delete;
    FrontDoor& operator=(const FrontDoor&) = delete;

    // Takes no more, and listens no more; returns when no hook is at work.  Thread-safety: one thread.
    void close();
    [[nodiscard]] Figures figures() const;

private:
    // Who has taken a connection over closes it without a word. Its number is then used again; the system's cookie of a
    // socket never is.
    struct Admitted {
        int descriptor;
        std::uint64_t cookie;
        std::string address;
    };
    enum class Refusal : std::uint8_t { Full, FullFromAddress, NoDescriptor };

    void run();
    // Returns: false when the system has no room for another one.
    [[nodiscard]] bool take(int listener);
    // None: it is one of those that are there.
    [[nodiscard]] std::optional<Refusal> note(int connection, const std::string& address);
    [[nodiscard]] std::optional<Refusal> refusalFor(const std::string& address) const REQUIRES_LOCK(m_mutex);
    void lookForRoom() REQUIRES_LOCK(m_mutex);
    void forgetEnded() const REQUIRES_LOCK(m_mutex);
    void tell(Refusal refusal, const std::string& detail);

    std::vector<ListeningSocket> m_sockets;
    const Limits m_limits;
    const Clock& m_clock;
    const Hooks m_hooks;
    const int m_end; // can be read once it is to end; negative: the system had no room for it
    std::atomic<bool> m_mustEnd = false;
    mutable Mutex m_mutex;
    mutable std::vector<Admitted> m_admitted GUARDED_BY(m_mutex); // with some that have ended
    std::uint64_t m_refused GUARDED_BY(m_mutex) = 0;
    std::optional<SteadyTime> m_lookedInVain GUARDED_BY(m_mutex);
    std::array<std::optional<SteadyTime>, 3> m_told; // of the door's thread; by refusal
    std::thread m_thread;
};

} // namespace signalbox
