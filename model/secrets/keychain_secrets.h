#pragma once

#include <QObject>
#include <QStringList>

#include "engine/base/mutex.h"
#include "model/secrets/key_store.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox::model {

// The secrets of a person, read once from the key store and then told from memory: what asks for them runs on other
// threads and cannot wait for the key store. They are never written anywhere else.
//
// What the key store does not take is known until the program ends, and failed() says so.
class KeychainSecrets final : public QObject {
    Q_OBJECT
public:
    // No store: everything is known until the program ends only.
    explicit KeychainSecrets(std::unique_ptr<KeyStore> store = nullptr, QObject* parent = nullptr);
    ~KeychainSecrets() override;

    // Reads these in the background; changed() tells of each that is there.
    void load(const QStringList& names);
    // Empty: forgets it.
    void keep(const QString& name, const QString& value);

    // What was not asked for before is read in the background, and is there a little later.
    // Errors: NotFound (there is none), Busy (it is being read), Io (the key store does not answer).  Thread-safety:
    // any thread.
    [[nodiscard]] Result<std::string> secret(std::string_view name) const;
    [[nodiscard]] bool isSet(const QString& name) const { return secret(name.toStdString()).has_value(); }
    [[nodiscard]] bool hasStore() const { return m_store != nullptr; }

Q_SIGNALS:
    void changed(const QString& name);
    // `name` is known until the program ends, and no longer; or what the key store knows could not be read.
    void failed(const QString& name, const signalbox::Error& error);

private:
    void read(const QString& name);
    void put(const QString& name, Result<std::string> value);

    std::unique_ptr<KeyStore> m_store;
    std::shared_ptr<bool> m_isAlive; // answers may come when this is gone
    mutable Mutex m_mutex;
    mutable std::map<std::string, Result<std::string>, std::less<>> m_secrets GUARDED_BY(m_mutex);
};

} // namespace signalbox::model
