#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include "engine/base/error.h"
#include "model/secrets/key_store.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox::model {

// The tokens that servers know a person by. They are in the person's key store, under the ids of the servers, and
// nowhere else: what that does not keep is known until the program ends, and has to be entered again then.
class ServerTokens final : public QObject {
    Q_OBJECT
public:
    using Found = std::function<void(const std::optional<QString>&)>;

    // No store: every token is known until the program ends only.
    explicit ServerTokens(std::unique_ptr<KeyStore> store = nullptr, QObject* parent = nullptr);
    ~ServerTokens() override;

    // False also once it has refused something, until it does it again: it may be locked, or nobody may answer for it.
    bool hasStore() const { return m_store != nullptr && !m_hasRefused; }
    // `found` is called once, at once or later, unless `context` is gone by then; with none where there is no token, or
    // the key store does not give it. It may never be called: the key store may wait for a person, who does not come.
    // However many ask, the key store is asked once at a time.
    void fetch(const QString& serverId, QObject* context, Found found);
    // Whether fetch() answers without the key store.
    bool isKnown(const QString& serverId) const { return m_known.contains(serverId); }
    // Empty: forgets it.
    void keep(const QString& serverId, const QString& token);

Q_SIGNALS:
    void changed(const QString& serverId);
    // It is known until the program ends, and no longer.
    void notKept(const QString& serverId, const signalbox::Error& error);
    // The key store does not tell whether it has it. Told once, until it tells again.
    void notRead(const QString& serverId, const signalbox::Error& error);

private:
    struct Waiter {
        QPointer<QObject> context;
        Found found;
    };
    void onRead(const QString& serverId, const Result<QString>& read);
    void tellRefusal(const QString& serverId, const Result<QString>& read);

    std::unique_ptr<KeyStore> m_store;
    bool m_hasRefused = false;
    std::map<QString, std::vector<Waiter>> m_waiting; // for the key store
    std::map<QString, QString> m_known;               // empty: forgotten, whatever the key store still has
};

} // namespace signalbox::model
