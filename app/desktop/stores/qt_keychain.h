#pragma once

#include "model/secrets/key_store.h"

namespace signalbox {

// The key store of the person's desktop: the Secret Service, KWallet, or what else the system has. What it cannot keep
// is refused; nothing is ever written in the clear.
class QtKeychain final : public model::KeyStore {
public:
    void read(const QString& name, std::function<void(const Result<QString>&)> done) override;
    void write(const QString& name, const QString& value, std::function<void(const Status&)> done) override;
};

} // namespace signalbox
