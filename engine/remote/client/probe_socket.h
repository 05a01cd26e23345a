#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <string>

namespace signalbox {

// A connected socket with a deadline for all that is done with it.
class ProbeSocket {
public:
    // `host`: a name, an address, or "unix:/path".  Errors: Disconnected, saying what the system said.
    [[nodiscard]] static Result<ProbeSocket> connect(const std::string& host, int port,
                                                     std::chrono::milliseconds timeout);
    ProbeSocket(ProbeSocket&& other) noexcept;
    ProbeSocket& operator=(ProbeSocket&&) = delete;
    ProbeSocket(const ProbeSocket&) = delete;
    ProbeSocket& operator=(const ProbeSocket&) = delete;
    ~ProbeSocket();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    // Until it can be read, or written.  Returns: false when the deadline has passed.
    [[nodiscard]] bool wait(bool forWriting) const;

private:
    using Deadline = std::chrono::steady_clock::time_point;

    ProbeSocket(int descriptor, Deadline deadline) : m_descriptor(descriptor), m_deadline(deadline) {}
    // 0: it is connected; otherwise the system's number of the error.
    [[nodiscard]] int finishConnecting(int begun) const;

    int m_descriptor;
    Deadline m_deadline;
};

} // namespace signalbox
