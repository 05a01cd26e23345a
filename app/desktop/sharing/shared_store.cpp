#include "app/desktop/sharing/shared_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QSaveFile>
#include <QTcpServer>

#include "engine/remote/access/token.h"

#include <algorithm>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;
using model::SharedAccess;

namespace {

constexpr std::chrono::hours kValidity{24 * 365 * 5};
constexpr qint64 kLongestFile = qint64{64} << 10;

constexpr int kTries = 8; // of ports that should be free for both kinds of loopback

// Free a moment ago, on [::1].
int freePort() {
    QTcpServer taken;
    return taken.listen(QHostAddress(QHostAddress::LocalHostIPv6)) ? taken.serverPort() : 0;
}

Result<AccessList> accessFor(const std::string& token, Role role, Time now) {
    auto id = makeTokenId({});
    if (!id) return std::unexpected(id.error());
    TokenRecord record;
    record.id = *std::move(id);
    record.name = "colleague";
    record.role = role;
    record.created = now;
    record.hash = hashOfToken(token);
    return AccessList{.tokens = {std::move(record)}, .clients = {}};
}

// Where it cannot be kept, it is good for this time all the same.
void keep(const SelfSigned& made, const QString& path) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QByteArray::fromStdString(made.chain + made.key));
    file.commit();
}

} // namespace

SharedStore::SharedStore(WorkflowService& service, const Clock& clock, EndingThread& ending, Machine machine)
    : m_service(service)
    , m_clock(clock)
    , m_ending(ending)
    , m_machine(std::move(machine)) {}

SharedStore::~SharedStore() {
    stop();
    for (const std::future<void>& each : m_ended)
        each.wait();
}

Result<SelfSigned> SharedStore::certificate(const MachineNames& names) const {
    const QString& path = m_machine.certificateFile;
    QFile file(path);
    if (!path.isEmpty() && file.open(QIODevice::ReadOnly)) {
        auto known = selfSignedFrom(file.read(kLongestFile).toStdString());
        const auto isNamed = [&](const std::string& each) { return isFor(*known, each); };
        if (known && std::ranges::all_of(lastingNames(names), isNamed)) return known;
    }
    auto made = makeSelfSigned(certificateNames(names), kValidity);
    if (made && !path.isEmpty()) keep(*made, path);
    return made;
}

Result<std::unique_ptr<RemoteServer>> SharedStore::serveAt(std::vector<std::string> listen, const SelfSigned& own,
                                                           TokenAuthority& authority) const {
    ServerSettings settings;
    settings.listen = std::move(listen);
    settings.certificate = ServerCertificate{.chain = own.chain, .key = own.key};
    settings.version = SIGNALBOX_VERSION;
    return RemoteServer::start(
        {.service = m_service, .authority = authority, .clock = m_clock, .settings = std::move(settings)});
}

// On one port for all addresses: it is handed on with each of them.
Result<std::unique_ptr<RemoteServer>> SharedStore::serve(const SelfSigned& own, TokenAuthority& authority,
                                                         bool isForNetwork, bool hasIpv6) const {
    if (isForNetwork) return serveAt({hasIpv6 ? "[::]:0" : "0.0.0.0:0"}, own, authority);
    for (int attempt = 0; hasIpv6 && attempt < kTries; ++attempt) {
        const std::string port = std::to_string(freePort());
        if (port == "0") break;
        if (auto both = serveAt({"127.0.0.1:" + port, "[::1]:" + port}, own, authority)) return both;
    }
    return serveAt({"127.0.0.1:0"}, own, authority);
}

Result<SharedAccess> SharedStore::start(bool isForNetwork, Role role) {
    stop();
    MachineNames names = m_machine.names();
    auto own = certificate(names);
    if (!own) return std::unexpected(own.error());
    auto token = makeToken();
    if (!token) return std::unexpected(token.error());
    auto access = accessFor(*token, role, m_clock.now());
    if (!access) return std::unexpected(access.error());
    auto serving = std::make_shared<Serving>();
    serving->authority = std::make_unique<TokenAuthority>(*std::move(access), m_clock);
    auto server = serve(*own, *serving->authority, isForNetwork, names.hasIpv6);
    if (!server) return std::unexpected(server.error());
    serving->server = *std::move(server);
    m_serving = std::move(serving);
    const std::vector<int> ports = m_serving->server->ports();
    if (!isForNetwork) names.hasIpv6 = ports.size() > 1; // no port was free for both
    m_current = SharedAccess{.addresses = isForNetwork ? networkAddresses(names, ports.front())
                                                       : loopbackAddresses(names, ports.front()),
                             .fingerprint = QString::fromStdString(own->fingerprint),
                             .token = QString::fromStdString(*token),
                             .role = role,
                             .isForNetwork = isForNetwork};
    return *m_current;
}

void SharedStore::stop() {
    m_current.reset();
    if (!m_serving) return;
    m_serving->authority->setKnown({});
    m_ended.push_back(m_ending.end(std::move(m_serving)));
}

} // namespace signalbox
