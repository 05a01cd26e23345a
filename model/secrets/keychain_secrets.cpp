#include "model/secrets/keychain_secrets.h"

#include <utility>

namespace signalbox::model {

namespace {

Result<std::string> missing(std::string_view name) {
    return fail(ErrorCode::NotFound, "there is no secret \"" + std::string(name) + "\"", "enter it in the preferences");
}

Result<std::string> beingRead(std::string_view name) {
    return fail(ErrorCode::Busy, "the secret \"" + std::string(name) + "\" is being read");
}

} // namespace

KeychainSecrets::KeychainSecrets(std::unique_ptr<KeyStore> store, QObject* parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_isAlive(std::make_shared<bool>(true)) {}

KeychainSecrets::~KeychainSecrets() = default;

void KeychainSecrets::load(const QStringList& names) {
    for (const QString& name : names)
        read(name);
}

void KeychainSecrets::read(const QString& name) {
    if (!m_store) return;
    {
        const MutexLock lock(m_mutex);
        m_secrets.try_emplace(name.toStdString(), beingRead(name.toStdString()));
    }
    const std::weak_ptr<bool> alive = m_isAlive;
    m_store->read(name, [this, name, alive](const Result<QString>& value) {
        if (alive.expired()) return;
        if (value && !value->isEmpty()) return put(name, value->toStdString());
        if (value || value.error().code == ErrorCode::NotFound) return put(name, missing(name.toStdString()));
        put(name, std::unexpected(value.error()));
        Q_EMIT failed(name, value.error());
    });
}

void KeychainSecrets::keep(const QString& name, const QString& value) {
    put(name, value.isEmpty() ? missing(name.toStdString()) : Result<std::string>(value.toStdString()));
    if (!m_store) return;
    const std::weak_ptr<bool> alive = m_isAlive;
    m_store->write(name, value, [this, name, alive](const Status& written) {
        if (!alive.expired() && !written) Q_EMIT failed(name, written.error());
    });
}

void KeychainSecrets::put(const QString& name, Result<std::string> value) {
    {
        const MutexLock lock(m_mutex);
        m_secrets.insert_or_assign(name.toStdString(), std::move(value));
    }
    Q_EMIT changed(name);
}

Result<std::string> KeychainSecrets::secret(std::string_view name) const {
    const MutexLock lock(m_mutex);
    const auto found = m_secrets.find(name);
    if (found != m_secrets.end()) return found->second;
    if (!m_store) return missing(name);
    m_secrets.emplace(name, beingRead(name));
    // The key store is spoken to on our own thread.
    auto* self = const_cast<KeychainSecrets*>(this);
    QMetaObject::invokeMethod(
        self, [self, wanted = QString::fromUtf8(name.data(), qsizetype(name.size()))] { self->read(wanted); },
        Qt::QueuedConnection);
    return beingRead(name);
}

} // namespace signalbox::model
