#pragma once

#include <QString>

#include "engine/base/error.h"

#include <functional>

namespace signalbox::model {

// Where the desktop keeps secrets: the person's key store, or none. Both calls answer once, on the thread that called,
// later or at once. Errors: NotFound (no such secret), Io (there is no key store, or it is
// locked).
class KeyStore {
public:
    virtual ~KeyStore() = default;

    virtual void read(const QString& name, std::function<void(const Result<QString>&)> done) = 0;
    // An empty value removes it.
    virtual void write(const QString& name, const QString& value, std::function<void(const Status&)> done) = 0;
};

} // namespace signalbox::model
