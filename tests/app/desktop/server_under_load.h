#pragma once

#include "tests/app/server/served_program.h"

#include <atomic>
#include <thread>

namespace signalbox {

// Quick enough that a test need not wait.
inline RemoteServiceSettings quickSettings() {
    RemoteServiceSettings quick;
    quick.callTimeout = std::chrono::seconds{2};
    quick.firstPause = std::chrono::milliseconds{10};
    quick.longestPause = std::chrono::milliseconds{50};
    return quick;
}

// The real server with lights that somebody switches all the time. It may be killed, and started again at the same
// port.
class ServerUnderLoad {
public:
    explicit ServerUnderLoad(int lights) : m_lights(lights) {
        start();
        m_client = std::make_unique<RemoteService>(
            plainAddress(m_port), quickSettings(), m_clock, [this](const LinkState& state) {
                if (state.phase == LinkState::Phase::Connected && !m_isTold.exchange(true)) m_connected.set_value();
            });
        m_connected.get_future().wait();
        deploy();
        m_load = std::thread([this] { switchLights(); });
    }
    ~ServerUnderLoad() { endLoad(); }
    ServerUnderLoad(const ServerUnderLoad&) = delete;
    ServerUnderLoad& operator=(const ServerUnderLoad&) = delete;

    void start() {
        m_program = std::make_unique<ServedProgram>(
            fmt::format("--store '{}' --listen 127.0.0.1:{}", m_folder.file("store.sqlite"), m_port));
        m_port = m_program->port();
    }
    void kill() {
        m_program->process().killHard();
        m_program.reset();
    }
    // SIGSTOP, SIGCONT.
    void signal(int number) { m_program->process().signal(number); }
    [[nodiscard]] int port() const { return m_port; }

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
        std::promise<Result<Answer>> promise;
        (m_client.get()->*call)(std::move(request), [&](Result<Answer> reply) { promise.set_value(std::move(reply)); });
        auto answer = promise.get_future().get();
        EXPECT_TRUE(answer) << answer.error().message;
        return answer.value_or(Answer());
    }

private:
    void deploy() {
        DeployRequest request;
        request.source = {
            .file = "light.scxml",
            .text = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="light" initial="off">
  <state id="off"><transition event="toggle" target="on"/></state>
  <state id="on"><transition event="toggle" target="off"/></state>
</scxml>)",
            .files = {}};
        EXPECT_TRUE(ask(&WorkflowService::deploy, std::move(request)).definition);
    }
    // What is answered Disconnected had no effect, and is asked again.
    void switchLights() {
        while (!m_mustStop) {
            FireRequest request;
            request.id = fmt::format("light-{}", m_switched % m_lights);
            request.trigger = "toggle";
            request.createFrom = DefinitionRef{.name = "light"};
            request.caller.requestId = fmt::format("toggle-{}", m_switched.load());
            std::promise<Result<FireReply>> fired;
            m_client->fire(std::move(request), [&](Result<FireReply> reply) { fired.set_value(std::move(reply)); });
            if (fired.get_future().get())
                ++m_switched;
            else
                std::this_thread::yield();
        }
    }

    const int m_lights;
    const SystemClock m_clock;
    TempDir m_folder;
    int m_port = 0;
    std::unique_ptr<ServedProgram> m_program;
    std::promise<void> m_connected; // for the first time
    std::atomic<bool> m_isTold = false;
    std::unique_ptr<RemoteService> m_client; // after what it tells
    std::atomic<bool> m_mustStop = false;
    std::atomic<int> m_switched = 0;
    std::thread m_load;
};

} // namespace signalbox
