#include "engine/base/clock.h"
#include "engine/remote/grpc_locks.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/grpc_echo.h"
#include "tests/bench/stores.h"
#include "tests/bench/tls_server.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

namespace signalbox::bench {
namespace {

constexpr std::size_t kConnections = 8;

// How a fire reaches its engine.
enum class Way : std::uint8_t {
    InProcess,
    ThenEcho, // in process, and then the client calls the echo
    OverTls,
};

// One store with its clients.
class FiredStore {
public:
    // Lifetime: `echo` outlives this.
    FiredStore(const std::string& file, std::size_t clients, std::size_t workflows, Way way, GrpcEcho& echo)
        : m_store(openStore(file, m_clock))
        , m_engine(openEngine(*m_store, m_clock, m_scheduler)) {
        Clients(*m_engine, 1, workflows).prepare();
        if (way == Way::OverTls) m_server = std::make_unique<TlsServer>(*m_engine, m_clock);
        m_clients = std::make_unique<Clients>(m_server ? m_server->connect(kConnections)
                                                       : std::vector<WorkflowService*>{m_engine.get()},
                                              clients, workflows);
        if (way == Way::ThenEcho)
            m_clients->setNextStep([&echo](std::size_t client, auto done) { echo.send(client, std::move(done)); });
    }
    Clients::Pace fireFor(std::chrono::nanoseconds time) { return m_clients->fireFor(time); }

private:
    const SystemClock m_clock;
    ThreadScheduler m_scheduler;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<TlsServer> m_server;
    std::unique_ptr<Clients> m_clients;
};

struct Measured {
    double echo = 0; // calls a second
    double near = 0; // a second, or us of one
    double both = 0; // in process, then an echo
    double far = 0;
};

// `measuring`: of a store's clients. All in turns.
template <typename Measuring>
Measured measure(const Options& options, std::size_t clients, std::size_t workflows, Measuring measuring) {
    const TemporaryFolder folder(options.folder);
    GrpcEcho echo(kConnections);
    FiredStore near(folder.file("near.db"), clients, workflows, Way::InProcess, echo);
    FiredStore both(folder.file("both.db"), clients, workflows, Way::ThenEcho, echo);
    FiredStore far(folder.file("far.db"), clients, workflows, Way::OverTls, echo);
    const std::array<Measure, 4> measures{[&] { return echo.run(clients, options.roundTime); },
                                          [&] { return measuring(near.fireFor(options.roundTime)); },
                                          [&] { return measuring(both.fireFor(options.roundTime)); },
                                          [&] { return measuring(far.fireFor(options.roundTime)); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.echo = medians[0], .near = medians[1], .both = medians[2], .far = medians[3]};
}

} // namespace

std::vector<Figure> remoteFireFigures(const Options& options) {
    endDeadlockSearch(); // as the programs do
    const std::size_t workflows = options.size(10'000, 200);
    const Measured many = measure(options, 128, workflows, [](const Clients::Pace& pace) { return pace.perSecond; });
    const Measured one =
        measure(options, 1, workflows, [](const Clients::Pace& pace) { return static_cast<double>(pace.p50.count()); });
    const std::string of =
        fmt::format("{} workflows, {} connections, both ends on the same cores", grouped(workflows), kConnections);
    return {{.name = "gRPC echo over TLS, 128 clients",
             .of = fmt::format("{} connections, both ends on the same cores", kConnections),
             .value = many.echo,
             .unit = "calls/s",
             .ceilingIs = {},
             .target = {}},
            {.name = "durable fire over TLS, 128 clients",
             .of = of,
             .value = many.far,
             .unit = "fires/s",
             .ceiling = many.near,
             .ceilingIs = "in process",
             .target = Target{.kind = Target::Kind::Ratio, .bound = 0.60}},
            {.name = "durable fire over TLS beside its parts, 128 clients",
             .of = of,
             .value = many.far,
             .unit = "fires/s",
             .ceiling = many.both,
             .ceilingIs = "in process, then an echo",
             .target = Target{.kind = Target::Kind::Ratio, .bound = 0.80}},
            {.name = "durable fire over TLS, 1 client, p50",
             .of = of,
             .value = one.far,
             .unit = "us",
             .ceiling = one.both,
             .ceilingIs = "in process, then an echo",
             .target = Target{.kind = Target::Kind::RatioAtMost, .bound = 1.50}}};
}

} // namespace signalbox::bench
