#include "model/connections/server_tokens.h"

#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

QString keyOf(const QString& serverId) {
    return u"server-token/"_s + serverId;
}

std::optional<QString> givenAs(const QString& known) {
    return known.isEmpty() ? std::nullopt : std::optional(known);
}

} // namespace

ServerTokens::ServerTokens(std::unique_ptr<KeyStore> store, QObject* parent)
    : QObject(parent)
    , m_store(std::move(store)) {}

ServerTokens::~ServerTokens() = default;

void ServerTokens::fetch(const QString& serverId, QObject* context, Found found) {
    if (const auto known = m_known.find(serverId); known != m_known.end()) return found(givenAs(known->second));
    if (!m_store) return found(std::nullopt);
    const auto [waiting, isFirst] = m_waiting.try_emplace(serverId);
    waiting->second.push_back({.context = context, .found = std::move(found)});
    if (!isFirst) return;
    m_store->read(keyOf(serverId), [self = QPointer(this), serverId](const Result<QString>& read) {
        if (self) self->onRead(serverId, read);
    });
}

void ServerTokens::onRead(const QString& serverId, const Result<QString>& read) {
    // What was entered while the key store was asked is meant.
    if (read && !read->isEmpty()) m_known.emplace(serverId, *read);
    const auto known = m_known.find(serverId);
    const std::optional<QString> token = known == m_known.end() ? std::nullopt : givenAs(known->second);
    const auto waiting = m_waiting.extract(serverId);
    tellRefusal(serverId, read);
    if (waiting.empty()) return;
    for (const Waiter& each : waiting.mapped())
        if (each.context) each.found(token);
}

void ServerTokens::tellRefusal(const QString& serverId, const Result<QString>& read) {
    const bool isRefused = !read && read.error().code != ErrorCode::NotFound;
    if (std::exchange(m_hasRefused, isRefused) || !isRefused) return;
    Q_EMIT notRead(serverId, read.error());
}

void ServerTokens::keep(const QString& serverId, const QString& token) {
    m_known.insert_or_assign(serverId, token);
    Q_EMIT changed(serverId);
    if (!m_store) return;
    m_store->write(keyOf(serverId), token, [self = QPointer(this), serverId](const Status& written) {
        if (!self) return;
        self->m_hasRefused = !written;
        if (!written) Q_EMIT self->notKept(serverId, written.error());
    });
}

} // namespace signalbox::model
