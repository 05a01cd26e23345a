#include <QSignalSpy>

#include "model/connections/server_tokens.h"
#include "tests/support/fake_key_store.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using tests::FakeKeyStore;

std::optional<QString> tokenOf(ServerTokens& tokens, const QString& server) {
    std::optional<QString> token;
    QObject context;
    tokens.fetch(server, &context, [&](const std::optional<QString>& found) { token = found; });
    return token;
}

TEST(ServerTokens, AreKeptInTheKeyStoreUnderTheServersId) {
    FakeKeyStore::State store;
    {
        ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
        tokens.keep(u"7"_s, u"secret"_s);
    }
    EXPECT_EQ(store.kept, (std::map<QString, QString>{{u"server-token/7"_s, u"secret"_s}}));
    ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
    EXPECT_EQ(tokenOf(tokens, u"7"_s), u"secret"_s);
    EXPECT_EQ(tokenOf(tokens, u"8"_s), std::nullopt);
    tokens.keep(u"7"_s, {});
    EXPECT_TRUE(store.kept.empty());
    EXPECT_EQ(tokenOf(tokens, u"7"_s), std::nullopt);
}

TEST(ServerTokens, WithoutAKeyStoreAreKnownUntilTheProgramEnds) {
    {
        ServerTokens tokens;
        tokens.keep(u"7"_s, u"secret"_s);
        EXPECT_EQ(tokenOf(tokens, u"7"_s), u"secret"_s);
    }
    ServerTokens tokens;
    EXPECT_EQ(tokenOf(tokens, u"7"_s), std::nullopt);
}

TEST(ServerTokens, WhatALockedKeyStoreRefusesIsKnownAndToldOf) {
    FakeKeyStore::State store{.isLocked = true};
    ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
    QSignalSpy notKept(&tokens, &ServerTokens::notKept);
    QSignalSpy notRead(&tokens, &ServerTokens::notRead);
    EXPECT_EQ(tokenOf(tokens, u"7"_s), std::nullopt);
    EXPECT_EQ(tokenOf(tokens, u"8"_s), std::nullopt);
    EXPECT_EQ(notRead.count(), 1) << "once";
    EXPECT_FALSE(tokens.hasStore());
    tokens.keep(u"7"_s, u"secret"_s);
    EXPECT_EQ(notKept.count(), 1);
    EXPECT_EQ(tokenOf(tokens, u"7"_s), u"secret"_s);
    store.isLocked = false;
    EXPECT_EQ(tokenOf(tokens, u"8"_s), std::nullopt);
    EXPECT_TRUE(tokens.hasStore()) << "it answers again";
}

TEST(ServerTokens, WhatIsForgottenStaysSoThoughTheKeyStoreStillHasIt) {
    FakeKeyStore::State store;
    ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
    tokens.keep(u"7"_s, u"secret"_s);
    store.isLocked = true;
    tokens.keep(u"7"_s, {});
    store.isLocked = false;
    EXPECT_EQ(store.kept.size(), 1U);
    EXPECT_EQ(tokenOf(tokens, u"7"_s), std::nullopt);
}

} // namespace
} // namespace signalbox::model
