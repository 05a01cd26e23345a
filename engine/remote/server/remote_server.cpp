#include "engine/remote/server/remote_server.h"

#include "engine/base/mutex.h"
#include "engine/remote/server/front_door.h"
#include "engine/remote/server/listening_socket.h"
#include "engine/remote/server/rotating_certificate.h"
#include "engine/remote/server/taken_socket.h"
#include "engine/remote/server/unknown_calls.h"
#include "engine/remote/server/wire_service.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>
#include <sys/resource.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds kFarewell = 5s; // for the last word to a watcher, who may not listen
constexpr milliseconds kQuiet = 200ms; // after which callers have taken notice
constexpr milliseconds kLinger = 1s;   // for those who take none

int inMilliseconds(milliseconds time) {
    return static_cast<int>(time.count());
}

void setLimits(grpc::ServerBuilder& builder, const ServerSettings& settings) {
    builder.SetMaxReceiveMessageSize(static_cast<int>(settings.messageBytes));
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(settings.metadataBytes));
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, settings.streamsPerConnection);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, inMilliseconds(settings.handshake));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, inMilliseconds(settings.keepalive));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, inMilliseconds(settings.keepaliveTimeout));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
    // What clients may: pings twice as often as ours, so that clocks need not agree.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                               inMilliseconds(settings.keepalive / 2));
    grpc::ResourceQuota quota("signalbox");
    quota.Resize(settings.memoryBytes);
    builder.SetResourceQuota(quota);
}

milliseconds tickOf(const ServerSettings& settings) {
    return std::clamp(std::min({settings.heartbeat, settings.recheck, settings.stall}) / 4, 10ms, 1000ms);
}

// Descriptors are for the store, too, and for whoever else is in the process.
FrontDoor::Limits limitsOf(const ServerSettings& settings) {
    constexpr rlim_t kOthers = 128;
    rlimit descriptors{};
    const bool isKnown = ::getrlimit(RLIMIT_NOFILE, &descriptors) == 0;
    const rlim_t most = descriptors.rlim_cur - std::min(descriptors.rlim_cur / 2, kOthers);
    const bool isOfSystem = isKnown && most < settings.connections;
    return {.all = isOfSystem ? most : settings.connections,
            .perAddress = settings.connectionsPerAddress,
            .isAllOfSystem = isOfSystem};
}

} // namespace

class RemoteServer::Core {
public:
    explicit Core(Parts given)
        : parts(std::move(given))
        , calls(parts.clock, parts.observer, parts.settings.call)
        , streams(parts.clock, {.interval = tickOf(parts.settings), .pause = parts.settings.watchPause})
        , service({.service = parts.service,
                   .authority = parts.authority,
                   .calls = calls,
                   .streams = streams,
                   .settings = parts.settings})
        , unknownCalls(parts.settings.version) {
        if (parts.settings.certificate) certificate.emplace(*parts.settings.certificate);
    }

    Status start();
    [[nodiscard]] Result<std::vector<ListeningSocket>> listen();
    void openDoor(std::vector<ListeningSocket> sockets);
    void setServing(bool isServing);
    void drain(milliseconds atMost);
    void letTakeNotice(SteadyClock::time_point due);

    const Parts parts;
    Mutex healthMutex; // so that nobody says SERVING after a drain has begun
    CallRegister calls;
    StreamKeeper streams;
    WireService service;
    UnknownCalls unknownCalls;
    std::optional<RotatingCertificate> certificate;
    std::vector<int> ports;
    std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor;
    std::unique_ptr<grpc::Server> server;
    std::optional<FrontDoor> door;
};

// Once gRPC shuts down it breaks off what arrives as CANCELLED, which a caller cannot tell from a call that had begun.
// So all are answered until none comes; of those who ask on and on the last call waits for the end of its connection.
void RemoteServer::Core::letTakeNotice(SteadyClock::time_point due) {
    if (calls.waitForQuiet(kQuiet, std::min(due, SteadyClock::now() + kLinger))) return;
    calls.isBreakingOff = true;
    static_cast<void>(calls.waitForQuiet(kQuiet, std::min(due, SteadyClock::now() + kLinger)));
}

Status RemoteServer::Core::start() {
    // For all servers of the process, and for good; nothing else of gRPC runs here.
    static const bool isPrepared = [] {
        grpc::EnableDefaultHealthCheckService(true);
        grpc::reflection::InitProtoReflectionServerBuilderPlugin();
        return true;
    }();
    static_cast<void>(isPrepared);
    grpc::ServerBuilder builder;
    setLimits(builder, parts.settings);
    const auto credentials = certificate ? credentialsOf(*certificate) : grpc::InsecureServerCredentials();
    acceptor = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
    builder.RegisterService(&service);
    builder.RegisterCallbackGenericService(&unknownCalls);
    auto sockets = listen();
    if (!sockets) return std::unexpected(std::move(sockets).error());
    server = builder.BuildAndStart();
    if (server == nullptr) return fail(ErrorCode::Internal, "gRPC does not start");
    setServing(true);
    openDoor(*std::move(sockets));
    return {};
}

Result<std::vector<ListeningSocket>> RemoteServer::Core::listen() {
    const auto taken = std::ranges::find_if(parts.settings.listen, isTakenSocket);
    if (taken != parts.settings.listen.end())
        return fail(ErrorCode::Io, fmt::format("cannot listen on {}", *taken), "another program is listening there");
    std::vector<ListeningSocket> all;
    for (const std::string& address : parts.settings.listen) {
        auto sockets = ListeningSocket::open(address, parts.settings.keepaliveTimeout);
        if (!sockets) return sockets;
        ports.push_back(sockets->front().port());
        std::ranges::move(*sockets, std::back_inserter(all));
    }
    return all;
}

void RemoteServer::Core::openDoor(std::vector<ListeningSocket> sockets) {
    const auto admit = [this](int listener, int connection) {
        grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters given;
        given.listener_fd = listener;
        given.fd = connection;
        acceptor->HandleNewConnection(&given);
    };
    const auto full = [this](const Error& reason) {
        if (parts.observer != nullptr) parts.observer->full(reason);
    };
    door.emplace(std::move(sockets), limitsOf(parts.settings), parts.clock,
                 FrontDoor::Hooks{.admit = admit, .full = full});
}

void RemoteServer::Core::setServing(bool isServing) {
    const MutexLock lock(healthMutex);
    if (calls.isDraining) return;
    // The overall one is there by itself; of the service gRPC knows once it was told.
    server->GetHealthCheckService()->SetServingStatus(v1::WorkflowService::service_full_name(), isServing);
    server->GetHealthCheckService()->SetServingStatus(isServing);
}

void RemoteServer::Core::drain(milliseconds atMost) {
    {
        const MutexLock lock(healthMutex);
        if (server == nullptr || calls.isDraining.exchange(true)) return;
        server->GetHealthCheckService()->SetServingStatus(false);
    }
    streams.endAll();
    const auto begun = SteadyClock::now();
    const auto due = begun + atMost;
    calls.waitForEarlier(due);
    streams.waitUntilGone(std::min(due, begun + kFarewell));
    letTakeNotice(due);
    // Not before: whoever looks at the health is told until then.
    door->close();
    // At once: what has begun is answered. What is still there, as somebody's watch of the health, would not end.
    server->Shutdown(std::chrono::system_clock::now());
    // A cancelled call still owes its answer to gRPC, and the engine to us.
    calls.waitUntilIdle();
    server->Wait();
}

Result<std::unique_ptr<RemoteServer>> RemoteServer::start(Parts parts) {
    if (auto checked = validate(parts.settings); !checked) return std::unexpected(std::move(checked).error());
    if (parts.settings.certificate) {
        if (auto checked = checkCertificate(*parts.settings.certificate); !checked)
            return std::unexpected(std::move(checked).error());
    }
    auto core = std::make_unique<Core>(std::move(parts));
    if (auto started = core->start(); !started) return std::unexpected(std::move(started).error());
    return std::unique_ptr<RemoteServer>(new RemoteServer(std::move(core)));
}

RemoteServer::RemoteServer(std::unique_ptr<Core> core) : m_core(std::move(core)) {}

RemoteServer::~RemoteServer() {
    m_core->drain(milliseconds{0});
}

std::vector<int> RemoteServer::ports() const {
    return m_core->ports;
}

RemoteServer::Figures RemoteServer::figures() const {
    const FrontDoor::Figures door = m_core->door->figures();
    return {.activeCalls = m_core->calls.active(),
            .watchers = m_core->streams.count(),
            .changesSent = m_core->streams.changesSent,
            .connections = door.open,
            .connectionsRefused = door.refused,
            .certificateUntil = m_core->certificate ? m_core->certificate->until() : std::nullopt};
}

Status RemoteServer::replaceCertificate(const ServerCertificate& certificate) {
    if (!m_core->certificate)
        return fail(ErrorCode::InvalidArgument, "the server was started without a certificate", "start it anew");
    return m_core->certificate->replace(certificate);
}

void RemoteServer::setServing(bool isServing) {
    m_core->setServing(isServing);
}

void RemoteServer::drain(milliseconds atMost) {
    m_core->drain(atMost);
}

} // namespace signalbox
