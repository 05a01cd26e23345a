#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace signalbox::bench {

// A web server on loopback that answers every POST with 200 and keeps nothing but their number: as fast as a receiver
// can be, on one thread, so that what is measured is the sender.
class LoopbackReceiver {
public:
    LoopbackReceiver();
    ~LoopbackReceiver();
    LoopbackReceiver(const LoopbackReceiver&) = delete;
    LoopbackReceiver& operator=(const LoopbackReceiver&) = delete;

    [[nodiscard]] std::string url() const; // plain HTTP, 127.0.0.1
    [[nodiscard]] std::uint64_t receivedCount() const { return m_received; }

private:
    void run();

    int m_listener = -1;
    int m_stop = -1; // readable: end
    std::uint16_t m_port = 0;
    std::atomic<std::uint64_t> m_received = 0;
    std::thread m_thread;
};

} // namespace signalbox::bench
