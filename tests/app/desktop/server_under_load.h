#pragma once

#include "tests/app/server/killable_server.h"

#include <atomic>
#include <thread>

namespace signalbox {

// Quick enough that a test need not wait.
inline RemoteServiceSettings quickSettings() {
    RemoteServiceSettings quick = quickPauses();
    quick.callTimeout = std::chrono::seconds{2};
    return quick;
}

// The real server with lights that somebody switches all the time.
class ServerUnderLoad {
public:
    explicit ServerUnderLoad(int lights) : m_lights(lights) {
        deployLight(m_client.service());
        m_load = std::thread([this] { switchLights(); });
    }
    ~ServerUnderLoad() { endLoad(); }
    ServerUnderLoad(const ServerUnderLoad&) = delete;
    ServerUnderLoad& operator=(const ServerUnderLoad&) = delete;

    void start() { m_server.start(); }
    void kill() { m_server.kill(); }
    // SIGSTOP, SIGCONT.
    void signal(int number) { m_server.signal(number); }
    [[nodiscard]] int port() const { return m_server.port(); }

    // Turns that were acknowledged.
    [[nodiscard]] int switched() const { return m_switched; }
    // Returns when the last turn has been answered.
    void endLoad() {
        m_mustStop = true;
        if (m_load.joinable()) m_load.join();
    }

    // What the server itself says.
    template <typename Answer, typename Request>
    [[nodiscard]] Answer ask(void (WorkflowService::*call)(Request, Reply<Answer>), Request request) {
        auto answer = signalbox::ask(m_client.service(), call, std::move(request));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer.value_or(Answer());
    }

private:
    // What is answered Disconnected had no effect, and is asked again.
    void switchLights() {
        while (!m_mustStop) {
            if (signalbox::ask(m_client.service(), &WorkflowService::fire, toggleRequest(m_switched, m_lights)))
                ++m_switched;
            else
                std::this_thread::yield();
        }
    }

    const int m_lights;
    KillableServer m_server;
    Connection m_client{plainAddress(m_server.port()), quickSettings()};
    std::atomic<bool> m_mustStop = false;
    std::atomic<int> m_switched = 0;
    std::thread m_load;
};

} // namespace signalbox
