#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <string>
#include <vector>

namespace signalbox {

// A socket of this machine that takes connections.
class ListeningSocket {
public:
    // `listen` as in ServerSettings. A name stands for all of its addresses, with one port; 0.0.0.0 and [::] for every
    // address of both families. The file of a UNIX socket that nobody listens on is put out of the way. `patience`:
    // after which a connection whose other side takes nothing is given up.
    // Errors: Io, saying what the system said.
    [[nodiscard]] static Result<std::vector<ListeningSocket>> open(const std::string& listen,
                                                                   std::chrono::milliseconds patience);
    // Takes no more connections; a UNIX socket's file is removed.
    ~ListeningSocket();
    ListeningSocket(ListeningSocket&& other) noexcept;
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] int port() const; // 0 for a UNIX socket

private:
    friend class SocketOpener;
    explicit ListeningSocket(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
    std::string m_path{}; // of a UNIX socket's file
};

} // namespace signalbox
