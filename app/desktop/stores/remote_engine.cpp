#include "app/desktop/stores/remote_engine.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

namespace signalbox {

namespace {

constexpr qint64 kLongestFile = qint64{1} << 20;

// An empty path is an empty text.
Status readInto(std::string& text, const QString& path) {
    if (path.isEmpty()) return {};
    // What is no file may never end, or wait for somebody to write into it.
    if (QFileInfo(path).exists() && !QFileInfo(path).isFile())
        return fail(ErrorCode::Io, path.toStdString() + " is no file", "name a file in the connection's settings");
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

Result<std::unique_ptr<RemoteEngine>> RemoteEngine::open(const model::ServerProfile& profile,
                                                         const std::optional<QString>& token, const Clock& clock,
                                                         EndingThread& ending, RemoteServiceSettings settings) {
    auto address = addressOf(profile, token.value_or(QString()));
    if (!address) return std::unexpected(std::move(address.error()));
    std::unique_ptr<RemoteEngine> engine(new RemoteEngine(profile, clock, ending));
    const auto tell = [listener = engine->m_listener](const LinkState& state) {
        const MutexLock lock(listener->mutex);
        if (model::ServerLink* link = listener->link)
            QMetaObject::invokeMethod(link, [link, state] { link->setState(state); }, Qt::QueuedConnection);
    };
    settings.isHeld = !token.has_value();
    engine->m_service = std::make_shared<RemoteService>(*std::move(address), settings, clock, tell);
    return engine;
}

RemoteEngine::RemoteEngine(const model::ServerProfile& profile, const Clock& clock, EndingThread& ending)
    : m_ending(ending)
    , m_link(profile, clock) {
    const MutexLock lock(m_listener->mutex);
    m_listener->link = &m_link;
}

RemoteEngine::~RemoteEngine() {
    {
        const MutexLock lock(m_listener->mutex);
        m_listener->link = nullptr;
    }
    m_ending.end(std::move(m_service));
}

Status RemoteEngine::reconnect(const model::ServerProfile& profile, const QString& token) {
    auto address = addressOf(profile, token);
    if (!address) return std::unexpected(std::move(address.error()));
    m_link.setProfile(profile);
    m_service->setAddress(*std::move(address));
    return {};
}

} // namespace signalbox
