#include "app/desktop/remote_engine.h"

#include <QFile>

#include <utility>

namespace signalbox {

namespace {

constexpr qint64 kLongestFile = qint64{1} << 20;

// An empty path is an empty text.
Status readInto(std::string& text, const QString& path) {
    if (path.isEmpty()) return {};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, path.toStdString() + " cannot be read: " + file.errorString().toStdString(),
                    "name another file in the connection's settings");
    text = file.read(kLongestFile).toStdString();
    return {};
}

} // namespace

Result<ServerAddress> addressOf(const model::ServerProfile& profile, const QString& token) {
    ServerAddress address{.host = profile.host.toStdString(),
                          .port = profile.port,
                          .trust = profile.trust,
                          .fingerprint = profile.fingerprint.toStdString(),
                          .expectedName = profile.expectedName.toStdString(),
                          .token = token.toStdString()};
    for (Status read :
         {readInto(address.roots, profile.rootsFile), readInto(address.clientCertificate, profile.certificateFile),
          readInto(address.clientKey, profile.keyFile)})
        if (!read) return std::unexpected(std::move(read.error()));
    if (Status good = validate(address); !good) return std::unexpected(std::move(good.error()));
    return address;
}

Result<std::unique_ptr<RemoteEngine>> RemoteEngine::open(const model::ServerProfile& profile, const QString& token,
                                                         const Clock& clock, const RemoteServiceSettings& settings) {
    auto address = addressOf(profile, token);
    if (!address) return std::unexpected(std::move(address.error()));
    return std::unique_ptr<RemoteEngine>(new RemoteEngine(profile, *std::move(address), clock, settings));
}

RemoteEngine::RemoteEngine(const model::ServerProfile& profile, ServerAddress address, const Clock& clock,
                           const RemoteServiceSettings& settings)
    : m_link(profile, clock) {
    const auto tell = [link = &m_link](const LinkState& state) {
        QMetaObject::invokeMethod(link, [link, state] { link->setState(state); }, Qt::QueuedConnection);
    };
    m_service = std::make_unique<RemoteService>(std::move(address), settings, clock, tell);
}

Status RemoteEngine::reconnect(const model::ServerProfile& profile, const QString& token) {
    auto address = addressOf(profile, token);
    if (!address) return std::unexpected(std::move(address.error()));
    m_link.setProfile(profile);
    m_service->setAddress(*std::move(address));
    return {};
}

} // namespace signalbox
