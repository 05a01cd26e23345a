#pragma once

#include "tests/app/server/served_program.h"

namespace signalbox {

// Tries again so soon that a test need not wait.
inline RemoteServiceSettings quickPauses() {
    RemoteServiceSettings quick;
    quick.firstPause = std::chrono::milliseconds{10};
    quick.longestPause = std::chrono::milliseconds{50};
    return quick;
}

// The real program over a store of its own. It may be killed, and started again at the same port.
class KillableServer {
public:
    // `options`: behind `signalboxd serve`, besides the store and the port.
    explicit KillableServer(std::string options = {}) : m_options(std::move(options)) { start(); }

    void start() {
        m_program = std::make_unique<ServedProgram>(
            fmt::format("--store '{}' --listen 127.0.0.1:{} {}", store(), m_port, m_options));
        m_port = m_program->port();
    }
    void kill() {
        m_program->process().killHard();
        m_program.reset();
    }
    // SIGSTOP, SIGCONT.
    void signal(int number) { m_program->process().signal(number); }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] const TempDir& folder() const { return m_folder; }
    [[nodiscard]] std::string store() const { return m_folder.file("store.sqlite"); }

private:
    const std::string m_options;
    TempDir m_folder;
    int m_port = 0;
    std::unique_ptr<ServedProgram> m_program;
};

// Asks, and waits for the answer.
template <typename Answer, typename Request>
[[nodiscard]] Result<Answer> ask(WorkflowService& service, void (WorkflowService::*call)(Request, Reply<Answer>),
                                 Request request) {
    std::promise<Result<Answer>> promise;
    (service.*call)(std::move(request), [&](Result<Answer> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
}

// Lights, which "toggle" switches on and off.
inline void deployLight(WorkflowService& service) {
    DeployRequest request;
    request.source = {.file = "light.scxml",
                      .text =
                          R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="light" initial="off">
  <state id="off"><transition event="toggle" target="on"/></state>
  <state id="on"><transition event="toggle" target="off"/></state>
</scxml>)",
                      .files = {}};
    const auto reply = ask(service, &WorkflowService::deploy, std::move(request));
    ASSERT_TRUE(reply) << reply.error().message;
    ASSERT_TRUE(reply->definition);
}

// Switches one of `lights` after the other; one that is not there yet is made. `number`: of all that are asked for.
inline FireRequest toggleRequest(int number, int lights) {
    FireRequest request;
    request.id = fmt::format("light-{}", number % lights);
    request.trigger = "toggle";
    request.createFrom = DefinitionRef{.name = "light"};
    request.caller.requestId = fmt::format("toggle-{}", number);
    return request;
}

} // namespace signalbox
