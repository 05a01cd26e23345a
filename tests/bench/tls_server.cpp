#include "tests/bench/tls_server.h"

#include "tests/bench/bench.h"

#include <atomic>
#include <future>
#include <thread>

namespace signalbox::bench {

class TlsServer::OneToken final : public Authority {
public:
    Result<Principal> principalOf(const Credentials& shown) override {
        if (shown.token == "bench") return Principal{.name = "operator sue", .role = Role::Admin};
        return fail(ErrorCode::Unauthenticated, "unknown", {});
    }
};

TlsServer::TlsServer(WorkflowService& service, const Clock& clock)
    : m_clock(clock)
    , m_authority(std::make_unique<OneToken>()) {
    const IssuedCertificate issued = m_roots.issue();
    ServerSettings settings;
    settings.listen = {"127.0.0.1:0"};
    settings.certificate = ServerCertificate{.chain = issued.chain, .key = issued.key};
    auto server = RemoteServer::start(
        {.service = service, .authority = *m_authority, .clock = clock, .settings = std::move(settings)});
    if (!server) giveUp(server.error().message);
    m_server = *std::move(server);
}

TlsServer::~TlsServer() {
    m_clients.clear();
}

std::vector<WorkflowService*> TlsServer::connect(std::size_t count) {
    std::vector<WorkflowService*> services;
    ServerAddress address;
    address.host = "127.0.0.1";
    address.port = m_server->ports().front();
    address.roots = m_roots.roots();
    address.token = "bench";
    for (std::size_t number = 0; number < count; ++number) {
        std::promise<void> connected;
        auto isFirst = std::make_shared<std::atomic<bool>>(true);
        m_clients.push_back(std::make_unique<RemoteService>(
            address, RemoteServiceSettings{}, m_clock, [&, isFirst](const LinkState& state) {
                if (state.phase == LinkState::Phase::Connected && isFirst->exchange(false)) connected.set_value();
            }));
        connected.get_future().wait();
        services.push_back(m_clients.back().get());
    }
    return services;
}

void TlsServer::waitForWatchers(std::size_t count) const {
    while (m_server->figures().watchers < count)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

} // namespace signalbox::bench
