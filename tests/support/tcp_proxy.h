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
    void setMode(Mode mode) { m_mode = mode; }
    // Ends all connections that there are.
    void cut();
    // How many bytes have come from clients.
    [[nodiscard]] std::size_t received() const { return m_received; }

private:
    struct Pair {
        int client = -1;
        int server = -1;
    };

    void run();
    void accept();
    // Returns: false when one side has ended.
    [[nodiscard]] bool forward(int from, int to, bool isAnswer);

    const int m_serverPort;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<Mode> m_mode = Mode::Pass;
    std::atomic<bool> m_mustCut = false;
    std::atomic<bool> m_mustStop = false;
    std::atomic<std::size_t> m_received = 0;
    std::vector<Pair> m_pairs; // of the thread
    std::thread m_thread;
};

} // namespace signalbox
