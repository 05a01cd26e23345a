#pragma once

#include "engine/base/mutex.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace signalbox {

// Stands between a client and a server on the loopback address, and does what networks do.
class TcpProxy {
public:
    enum class Mode {
        Pass,
        LoseAnswers, // what the server says does not arrive
        Freeze,      // nothing arrives on either side, and nobody is told
    };

    explicit TcpProxy(int serverPort);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    [[nodiscard]] int port() const { return m_port; }
    // Of what arrives from now on: what has arrived already may still be treated as before.
    void setMode(Mode mode) { m_mode = mode; }
    // Ends all connections that there are; none of them sees anything of the mode `next`, in which later ones begin.
    void cut(Mode next);
    void cut() { cut(m_mode); }
    // How many bytes have come from clients.
    [[nodiscard]] std::size_t received() const { return m_received; }

private:
    struct Pair {
        int client = -1;
        int server = -1;
    };

    void run();
    void accept();
    // What has arrived from the client, or from the server where it is an answer. Returns: false when one side has
    // ended.
    [[nodiscard]] bool forward(const Pair& pair, bool isAnswer, Mode mode);

    const int m_serverPort;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<Mode> m_mode = Mode::Pass;
    std::atomic<Mode> m_modeAfterCut = Mode::Pass;
    std::atomic<bool> m_mustCut = false;
    std::atomic<bool> m_mustStop = false;
    std::atomic<std::size_t> m_received = 0;
    std::vector<Pair> m_pairs; // of the thread
    std::thread m_thread;
};

} // namespace signalbox
