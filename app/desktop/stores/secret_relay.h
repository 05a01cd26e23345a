#pragma once

#include "engine/base/mutex.h"
#include "engine/effects/secret_source.h"

#include <functional>
#include <string>
#include <string_view>

namespace signalbox {

// Secrets for the sender of effects, which is there before the window that knows them and may be at work when that
// closes.  Thread-safety: any thread.
class SecretRelay final : public SecretSource {
public:
    using Reader = std::function<Result<std::string>(std::string_view name)>;

    // Asked from now on, on any thread; none: nobody is. When this returns, the one before is asked no more.
    void setReader(Reader reader) {
        const MutexLock lock(m_mutex);
        m_reader = std::move(reader);
    }

    // Errors: Busy while there is nobody to ask: the effect is tried again.
    [[nodiscard]] Result<std::string> secret(std::string_view name) const override {
        const MutexLock lock(m_mutex);
        if (m_reader) return m_reader(name);
        return fail(ErrorCode::Busy, "the secret \"" + std::string(name) + "\" cannot be read yet");
    }

private:
    mutable Mutex m_mutex;
    Reader m_reader GUARDED_BY(m_mutex);
};

} // namespace signalbox
