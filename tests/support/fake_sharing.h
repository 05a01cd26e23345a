#pragma once

#include "model/connections/store_sharing.h"

#include <optional>

namespace signalbox::tests {

// A StoreSharing that serves nobody.
class FakeSharing final : public model::StoreSharing {
public:
    Result<model::SharedAccess> start(bool isForNetwork, Role role) override {
        if (m_fails) return fail(ErrorCode::Io, "the address is taken");
        const QStringList network{QStringLiteral("192.168.1.7:40213"), QStringLiteral("[fd00::7]:40213")};
        m_current =
            model::SharedAccess{.addresses = isForNetwork ? network : QStringList{QStringLiteral("127.0.0.1:40213")},
                                .fingerprint = QStringLiteral("3fa9").repeated(16),
                                .token = QStringLiteral("sbt_8Zq3o0n2m5kQeWtYpLxVbNcAdFgHjKsRuIoP1234567"),
                                .role = role,
                                .isForNetwork = isForNetwork};
        return *m_current;
    }
    void stop() override { m_current.reset(); }
    const std::optional<model::SharedAccess>& current() const override { return m_current; }
    void setFailing() { m_fails = true; }

private:
    std::optional<model::SharedAccess> m_current;
    bool m_fails = false;
};

} // namespace signalbox::tests
