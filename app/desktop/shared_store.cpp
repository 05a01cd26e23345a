#include "app/desktop/shared_store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QNetworkInterface>
#include <QSaveFile>

#include "engine/remote/access/token.h"

#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;
using model::SharedAccess;

namespace {

constexpr std::chrono::hours kValidity{24 * 365 * 5};
constexpr qint64 kLongestFile = qint64{64} << 10;

// Of this machine in its networks; those of IPv4 are what people read to each other.
QStringList networkAddresses(int port) {
    QStringList addresses;
    for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.isLinkLocal() || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        addresses.append(u"%1:%2"_s.arg(address.toString()).arg(port));
    }
    return addresses;
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

SharedStore::SharedStore(WorkflowService& service, const Clock& clock, EndingThread& ending, QString certificateFile)
    : m_service(service)
    , m_clock(clock)
    , m_ending(ending)
    , m_certificateFile(std::move(certificateFile)) {}

SharedStore::~SharedStore() {
    stop();
    for (const std::future<void>& each : m_ended)
        each.wait();
}

Result<SelfSigned> SharedStore::certificate() const {
    QFile file(m_certificateFile);
    if (!m_certificateFile.isEmpty() && file.open(QIODevice::ReadOnly))
        if (auto known = selfSignedFrom(file.read(kLongestFile).toStdString())) return known;
    auto made = makeSelfSigned({"DNS:localhost", "IP:127.0.0.1"}, kValidity);
    if (made && !m_certificateFile.isEmpty()) keep(*made, m_certificateFile);
    return made;
}

Result<SharedAccess> SharedStore::start(bool isForNetwork, Role role) {
    stop();
    auto own = certificate();
    if (!own) return std::unexpected(own.error());
    auto token = makeToken();
    if (!token) return std::unexpected(token.error());
    auto access = accessFor(*token, role, m_clock.now());
    if (!access) return std::unexpected(access.error());
    auto serving = std::make_shared<Serving>();
    serving->authority = std::make_unique<TokenAuthority>(*std::move(access), m_clock);
    ServerSettings settings;
    settings.listen = {isForNetwork ? "0.0.0.0:0" : "127.0.0.1:0"};
    settings.certificate = ServerCertificate{.chain = own->chain, .key = own->key};
    settings.version = SIGNALBOX_VERSION;
    auto server = RemoteServer::start(
        {.service = m_service, .authority = *serving->authority, .clock = m_clock, .settings = std::move(settings)});
    if (!server) return std::unexpected(server.error());
    serving->server = *std::move(server);
    m_serving = std::move(serving);
    const int port = m_serving->server->ports().front();
    QStringList addresses = isForNetwork ? networkAddresses(port) : QStringList();
    addresses.append(u"127.0.0.1:%1"_s.arg(port));
    m_current = SharedAccess{.addresses = addresses,
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
