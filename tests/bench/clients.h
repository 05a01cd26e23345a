#pragma once

#include "engine/runtime/engine.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace signalbox::bench {

// An engine that runs the bug tracker and never lets a workflow idle. Ends the program where it cannot.
[[nodiscard]] std::unique_ptr<Engine> openEngine(Store& store, const Clock& clock, Scheduler& scheduler);

// Clients of one store that each have one request under way: the answer to one sends the next. Bugs "0" to
// `workflows` - 1 are assigned and deferred in turn, each client has its own share of them and goes through it with
// long strides: neighbours in time are none on disk.
class Clients {
public:
    Clients(WorkflowService& service, std::size_t clients, std::size_t workflows)
        : Clients(std::vector{&service}, clients, workflows) {}
    // `services`: ways to the same store, which the clients share among themselves.
    Clients(std::vector<WorkflowService*> services, std::size_t clients, std::size_t workflows);

    // What a client does once it is answered, before it sends again: part of what is measured. `step` calls what it is
    // given when it is done.
    using Step = std::function<void(std::size_t client, std::move_only_function<void()> done)>;
    void setNextStep(Step step) { m_nextStep = std::move(step); }

    // Makes the workflows.
    void prepare();

    // Fires at each once, and makes those that are not there.
    void fireOnce();

    struct Pace {
        double perSecond = 0;
        std::chrono::microseconds p50{};
        std::chrono::microseconds p99{};
    };
    Pace fireFor(std::chrono::nanoseconds time);

private:
    struct Client {
        std::size_t at = 0; // of its share
        bool isAssign = true;
        std::chrono::steady_clock::time_point sent;
        std::vector<std::chrono::microseconds> latencies;
    };

    void start();
    void send(std::size_t client);
    void received(std::size_t client);
    [[nodiscard]] std::size_t shareOf(std::size_t client) const;
    [[nodiscard]] std::size_t workflowOf(std::size_t client) const; // that it fires at next

    std::vector<WorkflowService*> m_services;
    std::size_t m_workflows;
    std::vector<Client> m_clients;
    Step m_nextStep;
    std::chrono::steady_clock::time_point m_end;
    bool m_isOnce = false; // each client stops where its share ends, and not at m_end
    std::atomic<std::size_t> m_running = 0;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
};

} // namespace signalbox::bench
