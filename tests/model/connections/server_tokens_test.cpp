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

TEST(ServerTokens, AKeyStoreThatDoesNotAnswerIsAskedOnce) {
    FakeKeyStore::State store;
    store.kept[u"server-token/7"_s] = u"secret"_s;
    store.isSilent = true;
    ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
    QStringList answers;
    const auto note = [&](const std::optional<QString>& found) { answers.append(found.value_or(u"none"_s)); };
    QObject context;
    auto gone = std::make_unique<QObject>();
    tokens.fetch(u"7"_s, &context, note);
    tokens.fetch(u"7"_s, gone.get(), note);
    tokens.fetch(u"7"_s, &context, note);
    EXPECT_EQ(store.reads, 1);
    EXPECT_TRUE(answers.isEmpty());
    EXPECT_FALSE(tokens.isKnown(u"7"_s));
    gone.reset();
    store.answer();
    EXPECT_EQ(answers, (QStringList{u"secret"_s, u"secret"_s}));
    EXPECT_TRUE(tokens.isKnown(u"7"_s));
}

TEST(ServerTokens, WhatWasEnteredMeanwhileIsMeantWhateverTheKeyStoreSaysLate) {
    FakeKeyStore::State store;
    store.kept[u"server-token/7"_s] = u"old"_s;
    store.isSilent = true;
    ServerTokens tokens(std::make_unique<FakeKeyStore>(store));
    std::optional<QString> answer;
    QObject context;
    tokens.fetch(u"7"_s, &context, [&](const std::optional<QString>& found) { answer = found; });
    tokens.keep(u"7"_s, u"new"_s);
    EXPECT_EQ(tokenOf(tokens, u"7"_s), u"new"_s);
    store.kept[u"server-token/7"_s] = u"old"_s; // read before it was written
    store.answer();
    EXPECT_EQ(answer, u"new"_s);
    EXPECT_EQ(tokenOf(tokens, u"7"_s), u"new"_s);
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
