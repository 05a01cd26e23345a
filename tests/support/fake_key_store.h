#pragma once

#include <QString>

#include "model/secrets/key_store.h"

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace signalbox::tests {

// A key store in memory; `isLocked` refuses everything, `isSilent` waits with the answers to read().
class FakeKeyStore final : public model::KeyStore {
public:
    struct State {
        std::map<QString, QString> kept{};
        bool isLocked = false;
        int reads = 0;
        bool isSilent = false;
        std::vector<std::function<void()>> unanswered{};

        // As when a person has unlocked it.
        void answer() {
            isSilent = false;
            for (const auto& each : std::exchange(unanswered, {}))
                each();
        }
    };
    explicit FakeKeyStore(State& state) : m_state(state) {}

    void read(const QString& name, std::function<void(const Result<QString>&)> done) override {
        ++m_state.reads;
        if (m_state.isSilent)
            return m_state.unanswered.push_back([this, name, done = std::move(done)] { answer(name, done); });
        answer(name, done);
    }
    void write(const QString& name, const QString& value, std::function<void(const Status&)> done) override {
        if (m_state.isLocked) return done(fail(ErrorCode::Io, "locked"));
        if (value.isEmpty())
            m_state.kept.erase(name);
        else
            m_state.kept[name] = value;
        done({});
    }

private:
    void answer(const QString& name, const std::function<void(const Result<QString>&)>& done) const {
        if (m_state.isLocked) return done(fail(ErrorCode::Io, "locked"));
        const auto found = m_state.kept.find(name);
        if (found == m_state.kept.end()) return done(fail(ErrorCode::NotFound, "nothing there"));
        done(found->second);
    }

    State& m_state;
};

} // namespace signalbox::tests
