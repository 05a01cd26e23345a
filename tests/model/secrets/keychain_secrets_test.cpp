#include <QCoreApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "model/outbox/effect_preferences.h"
#include "model/secrets/keychain_secrets.h"
#include "tests/support/fake_key_store.h"

#include <gtest/gtest.h>

#include <thread>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using tests::FakeKeyStore;

TEST(KeychainSecrets, AreReadOnceAndThenToldFromMemory) {
    FakeKeyStore::State store{.kept = {{u"mail-password"_s, u"pw"_s}}};
    KeychainSecrets secrets(std::make_unique<FakeKeyStore>(store));
    secrets.load({u"mail-password"_s, u"webhook-signing"_s});
    EXPECT_EQ(secrets.secret("mail-password"), "pw");
    EXPECT_EQ(secrets.secret("mail-password"), "pw");
    ASSERT_FALSE(secrets.secret("webhook-signing"));
    EXPECT_EQ(secrets.secret("webhook-signing").error().code, ErrorCode::NotFound);
    EXPECT_EQ(store.reads, 2);
}

TEST(KeychainSecrets, WhatAnotherThreadAsksForFirstIsThereALittleLater) {
    FakeKeyStore::State store{.kept = {{u"api-key"_s, u"k"_s}}};
    const KeychainSecrets secrets(std::make_unique<FakeKeyStore>(store));
    std::jthread([&] { EXPECT_EQ(secrets.secret("api-key").error().code, ErrorCode::Busy); }).join();
    EXPECT_EQ(store.reads, 0);
    QCoreApplication::processEvents();
    std::jthread([&] { EXPECT_EQ(secrets.secret("api-key"), "k"); }).join();
}

TEST(KeychainSecrets, KeepsAndForgetsInTheKeyStore) {
    FakeKeyStore::State store;
    KeychainSecrets secrets(std::make_unique<FakeKeyStore>(store));
    QSignalSpy changed(&secrets, &KeychainSecrets::changed);
    secrets.keep(u"a"_s, u"1"_s);
    EXPECT_EQ(store.kept.at(u"a"_s), u"1"_s);
    secrets.keep(u"a"_s, {});
    EXPECT_TRUE(store.kept.empty());
    EXPECT_FALSE(secrets.isSet(u"a"_s));
    EXPECT_EQ(changed.count(), 2);
}

TEST(KeychainSecrets, WhatALockedStoreRefusesIsKnownAndToldOf) {
    FakeKeyStore::State store{.isLocked = true};
    KeychainSecrets secrets(std::make_unique<FakeKeyStore>(store));
    QSignalSpy failed(&secrets, &KeychainSecrets::failed);
    secrets.load({u"a"_s});
    secrets.keep(u"a"_s, u"1"_s);
    EXPECT_EQ(failed.count(), 2);
    EXPECT_EQ(secrets.secret("a"), "1");
}

TEST(EffectPreferenceSettings, AreReadBackAsTheyWereChosen) {
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"settings.ini"_s);
    EffectPreferences chosen;
    chosen.mail = {.host = u"smtp.example.com"_s,
                   .port = 465,
                   .security = MailSecurity::Tls,
                   .user = u"sue"_s,
                   .from = u"Sue <sue@example.com>"_s};
    chosen.allowedReceivers = {u"localhost:8080"_s, u"10.0.0.0/8"_s};
    {
        QSettings settings(file, QSettings::IniFormat);
        EffectPreferenceSettings effects(settings);
        EXPECT_EQ(effects.value(), EffectPreferences{});
        QSignalSpy changed(&effects, &EffectPreferenceSettings::changed);
        effects.setValue(chosen);
        effects.setValue(chosen);
        EXPECT_EQ(changed.count(), 1);
    }
    QSettings settings(file, QSettings::IniFormat);
    EXPECT_EQ(EffectPreferenceSettings(settings).value(), chosen);
    settings.setValue(u"mail/port"_s, u"many"_s);
    EXPECT_EQ(EffectPreferenceSettings(settings).value().mail.port, 587);
}

} // namespace
} // namespace signalbox::model
