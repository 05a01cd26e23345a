#include "engine/remote/server/remote_server.h"

#include "engine/base/mutex.h"
#include "engine/remote/server/rotating_certificate.h"
#include "engine/remote/server/taken_socket.h"
#include "engine/remote/server/unknown_calls.h"
#include "engine/remote/server/wire_service.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

#include <algorithm>
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
    // Two servers on one port would each get some of the calls.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    grpc::ResourceQuota quota("signalbox");
    quota.Resize(settings.memoryBytes);
    builder.SetResourceQuota(quota);
}

milliseconds tickOf(const ServerSettings& settings) {
    return std::clamp(std::min({settings.heartbeat, settings.recheck, settings.stall}) / 4, 10ms, 1000ms);
}

std::unexpected<Error> cannotListen(const std::string& listen) {
    return fail(ErrorCode::Io, fmt::format("cannot listen on {}", listen),
                "another program may be listening there, or the address is not this machine's");
}

} // namespace

class RemoteServer::Core {
public:
    explicit Core(Parts given)
        : parts(std::move(given))
        , calls(parts.clock, parts.observer, parts.settings.call)
        , streams(parts.clock, tickOf(parts.settings))
        , service({.service = parts.service,
                   .authority = parts.authority,
                   .calls = calls,
                   .streams = streams,
                   .settings = parts.settings})
        , unknownCalls(parts.settings.version) {
        if (parts.settings.certificate) certificate.emplace(*parts.settings.certificate);
    }

    Status start();
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
    std::unique_ptr<grpc::Server> server;
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
    const auto taken = std::ranges::find_if(parts.settings.listen, isTakenSocket);
    if (taken != parts.settings.listen.end()) return cannotListen(*taken);
    grpc::ServerBuilder builder;
    setLimits(builder, parts.settings);
    const auto credentials = certificate ? credentialsOf(*certificate) : grpc::InsecureServerCredentials();
    ports.resize(parts.settings.listen.size());
    for (std::size_t place = 0; place < ports.size(); ++place)
        builder.AddListeningPort(parts.settings.listen[place], credentials, &ports[place]);
    builder.RegisterService(&service);
    builder.RegisterCallbackGenericService(&unknownCalls);
    server = builder.BuildAndStart();
    const auto missing = std::ranges::find(ports, 0);
    if (server != nullptr && missing == ports.end()) {
        setServing(true);
        return {};
    }
    const auto place = static_cast<std::size_t>(missing - ports.begin());
    return cannotListen(parts.settings.listen[std::min(place, ports.size() - 1)]);
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
    std::vector<int> ports = m_core->ports;
    // gRPC says 1 of a UNIX socket.
    for (std::size_t place = 0; place < ports.size(); ++place)
        if (m_core->parts.settings.listen[place].starts_with("unix")) ports[place] = 0;
    return ports;
}

RemoteServer::Figures RemoteServer::figures() const {
    return {.activeCalls = m_core->calls.active(),
            .watchers = m_core->streams.count(),
            .changesSent = m_core->streams.changesSent,
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
