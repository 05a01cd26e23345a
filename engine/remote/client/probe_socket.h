#pragma once

#include "engine/base/error.h"
#include "engine/remote/client/patience.h"

#include <string>
#include <utility>

namespace signalbox {

// A connected socket with one patience for all that is done with it.
class ProbeSocket {
public:
    // `host`: a name, an address, or "unix:/path".  Errors: Disconnected, saying what the system said.
    [[nodiscard]] static Result<ProbeSocket> connect(const std::string& host, int port, const Patience& patience);
    ProbeSocket(ProbeSocket&& other) noexcept;
    ProbeSocket& operator=(ProbeSocket&&) = delete;
    ProbeSocket(const ProbeSocket&) = delete;
    ProbeSocket& operator=(const ProbeSocket&) = delete;
    ~ProbeSocket();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    // Until it can be read, or written.  Returns: false when patience is over.
    [[nodiscard]] bool wait(bool forWriting) const;

private:
    ProbeSocket(int descriptor, Patience patience) : m_descriptor(descriptor), m_patience(std::move(patience)) {}
    // 0: it is connected; otherwise the system's number of the error.
    [[nodiscard]] int finishConnecting(int begun) const;

    int m_descriptor;
    Patience m_patience;
};

} // namespace signalbox
