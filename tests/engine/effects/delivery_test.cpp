// From a turn to a receiver, with nothing in between that is not what a user has: a store in a file, threads, senders,
// receivers in processes of their own.

#include "tests/support/receivers.h"
#include "tests/support/sending_engine.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>

#include <set>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class DeliveryTest : public testing::Test {
protected:
    static EffectSettings mailTo(const MailReceiver& receiver) {
        EffectSettings settings;
        settings.mail =
            MailSettings{.host = "localhost", .port = receiver.port(), .from = "Signalbox <signalbox@example.org>"};
        settings.certificateFile = receiver.certificateFile();
        return settings;
    }
    static EffectSettings webTo(const HttpReceiver& receiver) {
        EffectSettings settings;
        settings.allowedReceivers = {receiver.address()};
        return settings;
    }
    // "joe: You own it."
    static std::string told(const Json& mail) {
        const auto text = mail["text"].get<std::string>();
        const std::size_t begin = text.find("Subject: ") + 9;
        return mail["to"][0].get<std::string>() + ": " + text.substr(begin, text.find("\r\n", begin) - begin);
    }

    const TempDir m_folder;
    const std::string m_file = m_folder.file("store.db");
};

// Source: fsm-semantics, the sample machine: what each step of it tells to whom, and in which order.
TEST_F(DeliveryTest, TheMailsOfTheBugTrackerArriveInTheirOrder) {
    MailReceiver receiver;
    SendingEngine engine(m_file, mailTo(receiver));
    for (const char* person : {"joe", "", "harry", "fred"}) {
        const std::string name(person);
        const auto reply = name.empty() ? engine.fire("bug", "BUG-1", "Defer")
                                        : engine.fire("bug", "BUG-1", "Assign", {{"assignee", name}});
        ASSERT_TRUE(reply) << reply.error().message;
        EXPECT_TRUE(isAccepted(reply->outcome));
    }
    ASSERT_TRUE(engine.fire("bug", "BUG-1", "Close"));
    std::vector<std::string> mails;
    for (int i = 0; i < 7; ++i)
        mails.push_back(told(receiver.next()));
    EXPECT_THAT(mails, ElementsAre("joe@example.org: You own it.", "joe@example.org: You're off the hook.",
                                   "harry@example.org: You own it.", "harry@example.org: You're off the hook.",
                                   "harry@example.org: Don't forget to help the new employee!",
                                   "fred@example.org: You own it.", "fred@example.org: You're off the hook."));
    engine.drain();
    const auto sent = engine.effectsOf("BUG-1").value();
    for (const EffectEntry& effect : sent.effects)
        EXPECT_EQ(effect.status, EffectStatus::Sent) << effect.progress.attempts;
}

TEST_F(DeliveryTest, MailsAreHeldUntilThereIsAServer) {
    MailReceiver receiver;
    SendingEngine engine(m_file, {});
    ASSERT_TRUE(engine.fire("bug", "BUG-1", "Assign", {{"assignee", "joe"}}));
    const auto held = engine.effectsOf("BUG-1")->effects;
    ASSERT_THAT(held, SizeIs(1));
    EXPECT_EQ(held[0].waitsFor, "no mail server configured");
    EXPECT_TRUE(held[0].isHeld);
    ASSERT_TRUE(engine.senders().setSettings(mailTo(receiver)));
    EXPECT_EQ(told(receiver.next()), "joe@example.org: You own it.");
}

TEST_F(DeliveryTest, AReceiverThatFailsFiveTimesGetsItOnceMore) {
    HttpReceiver receiver;
    receiver.setModes({"500", "503", "408", "502", "500", "ok"});
    SendingEngine engine(m_file, webTo(receiver), {courierChart(receiver.url())});
    ASSERT_TRUE(engine.fire("courier", "C", "Send", {{"what", "a parcel"}}));
    std::set<std::string> keys;
    for (int i = 0; i < 6; ++i) {
        const Json request = receiver.next();
        EXPECT_EQ(request["body"], R"({"what":"a parcel"})");
        keys.insert(request["headers"]["idempotency-key"].get<std::string>());
    }
    EXPECT_THAT(keys, SizeIs(1)) << "each try has the same key";
    engine.drain();
    const EffectEntry effect = engine.effectsOf("C")->effects.at(0);
    EXPECT_EQ(effect.status, EffectStatus::Sent);
    EXPECT_EQ(effect.progress.attempts, 6U);
    ASSERT_THAT(effect.progress.failures, SizeIs(5));
    EXPECT_EQ(effect.progress.failures[0].status, 500U);
    EXPECT_EQ(effect.progress.failures[4].status, 500U);
    EXPECT_THAT(effect.progress.response, HasSubstr("taken"));
}

TEST_F(DeliveryTest, ARedirectToTheMetadataOfTheCloudIsNotFollowed) {
    HttpReceiver receiver;
    receiver.setModes({"redirect"});
    SendingEngine engine(m_file, webTo(receiver), {courierChart(receiver.url())});
    ASSERT_TRUE(engine.fire("courier", "C", "Send", {{"what", "a parcel"}}));
    engine.drain();
    const EffectEntry effect = engine.effectsOf("C")->effects.at(0);
    EXPECT_EQ(effect.status, EffectStatus::Failed);
    EXPECT_THAT(effect.progress.failures.at(0).error, HasSubstr("redirects are not followed"));
}

TEST_F(DeliveryTest, WhatIsForbiddenFailsWithoutAsking) {
    const HttpReceiver receiver;
    SendingEngine engine(m_file, {}, {courierChart(receiver.url())});
    ASSERT_TRUE(engine.fire("courier", "C", "Send", {{"what", "a parcel"}}));
    engine.drain();
    EXPECT_EQ(engine.effectsOf("C")->effects.at(0).status, EffectStatus::Failed);
}

} // namespace
} // namespace signalbox
