#include "tests/engine/effects/sending.h"

#include <gmock/gmock.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using enum SendResult::Verdict;

class SendersMailTest : public Sending {
protected:
    static EffectSettings to(const MailReceiver& receiver) {
        EffectSettings settings;
        settings.mail =
            MailSettings{.host = "localhost", .port = receiver.port(), .from = "Signalbox <signalbox@example.org>"};
        settings.certificateFile = receiver.certificateFile();
        return settings;
    }
    static EffectSettings withLogin(EffectSettings settings) {
        settings.mail->user = "joe";
        settings.mail->password = "${secret:mail-password}";
        return settings;
    }
    static OutgoingEffect mailTo(const std::string& recipient) {
        return mailEffect({{"to", recipient}, {"subject", "s"}, {"text", "t"}});
    }
};

TEST_F(SendersMailTest, AMailArrivesEncryptedAndWhole) {
    MailReceiver receiver("starttls", "joe", "s3cret");
    secrets.secrets["mail-password"] = "s3cret";
    open(withLogin(to(receiver)));
    const SendResult result = send(mailEffect(
        {{"to", {"a@x.org", "b@x.org"}}, {"subject", "Grüße"}, {"text", "Der Käfer\n.\n.gehört dir = ja\n"}}));
    EXPECT_EQ(result.verdict, Sent) << result.error;
    EXPECT_EQ(result.status, 250U);
    EXPECT_EQ(result.response, "250 OK queued");
    EXPECT_EQ(result.request["to"], (Json{"a@x.org", "b@x.org"}));
    EXPECT_EQ(result.request["subject"], "Grüße");
    EXPECT_THAT(result.request.dump(), Not(HasSubstr("s3cret")));

    const Json arrived = receiver.next();
    EXPECT_EQ(arrived["isEncrypted"], true);
    EXPECT_EQ(arrived["user"], "joe");
    EXPECT_EQ(arrived["from"], "signalbox@example.org");
    EXPECT_EQ(arrived["to"], (Json{"a@x.org", "b@x.org"}));
    const auto text = arrived["text"].get<std::string>();
    EXPECT_THAT(text, HasSubstr("To: a@x.org, b@x.org\r\n"));
    EXPECT_THAT(text, HasSubstr("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"));
    EXPECT_THAT(text, HasSubstr("Message-ID: <4f2a-12.0@example.org>\r\n"));
    EXPECT_TRUE(text.ends_with("\r\n\r\nDer K=C3=A4fer\r\n.\r\n.geh=C3=B6rt dir =3D ja\r\n")) << text;
}

TEST_F(SendersMailTest, AServerWithoutStartTlsGetsNothing) {
    MailReceiver receiver("clear");
    EffectSettings settings = to(receiver);
    settings.certificateFile.clear();
    open(settings);
    const SendResult result = send(mailTo("a@x.org"));
    EXPECT_EQ(result.verdict, Failed);
    EXPECT_THAT(result.error, HasSubstr("does not offer STARTTLS"));
    // It works, for those who ask for no protection.
    settings.mail->security = MailSecurity::None;
    ASSERT_TRUE(senders->setSettings(settings));
    EXPECT_EQ(send(mailTo("b@x.org")).verdict, Sent);
    EXPECT_EQ(receiver.next()["to"], Json::array({"b@x.org"}));
}

TEST_F(SendersMailTest, AServerThatIsNotTrustedGetsNothing) {
    const MailReceiver receiver;
    EffectSettings settings = to(receiver);
    settings.certificateFile.clear();
    open(settings);
    const SendResult result = send(mailTo("a@x.org"));
    EXPECT_EQ(result.verdict, Failed);
    EXPECT_THAT(result.error, HasSubstr("certificate is not trusted"));
}

TEST_F(SendersMailTest, TlsFromTheFirstByteIsSpokenToo) {
    MailReceiver receiver("tls");
    EffectSettings settings = to(receiver);
    settings.mail->security = MailSecurity::Tls;
    open(settings);
    const SendResult result = send(mailTo("a@x.org"));
    EXPECT_EQ(result.verdict, Sent) << result.error;
    EXPECT_EQ(receiver.next()["isEncrypted"], true);
}

TEST_F(SendersMailTest, WhatIsAboutTheMailIsForGoodAndTheRestPasses) {
    const MailReceiver receiver;
    open(to(receiver));
    const SendResult later = send(mailTo("later@x.org"));
    EXPECT_EQ(later.verdict, Failed);
    EXPECT_EQ(later.status, 451U);
    EXPECT_THAT(later.error, HasSubstr("451 4.3.0 come again"));
    const SendResult never = send(mailTo("a@x.org, never@x.org"));
    EXPECT_EQ(never.verdict, Refused);
    EXPECT_EQ(never.status, 550U);
    const SendResult full = send(mailTo("full@x.org"));
    EXPECT_EQ(full.verdict, Refused);
    EXPECT_EQ(full.status, 552U);
    EXPECT_EQ(full.response, "552 5.2.2 mailbox full");
}

TEST_F(SendersMailTest, ARefusedLoginIsNoFaultOfTheMail) {
    MailReceiver receiver("starttls", "joe", "s3cret");
    open(withLogin(to(receiver)));
    const SendResult missing = send(mailTo("a@x.org"));
    EXPECT_EQ(missing.verdict, Failed);
    EXPECT_THAT(missing.error, HasSubstr("secret 'mail-password'"));
    secrets.secrets["mail-password"] = "wr0ng";
    const SendResult wrong = send(mailTo("a@x.org"));
    EXPECT_EQ(wrong.verdict, Failed);
    EXPECT_THAT(wrong.error, HasSubstr("user and password"));
    EffectSettings nobody = to(receiver);
    ASSERT_TRUE(senders->setSettings(nobody));
    EXPECT_EQ(send(mailTo("a@x.org")).verdict, Failed);
}

TEST_F(SendersMailTest, WhatCannotBeAMailIsRefused) {
    MailReceiver receiver;
    open(to(receiver));
    EXPECT_EQ(send(mailEffect({{"to", "a@x.org"}, {"subject", "a\r\nBcc: eve@x.org"}})).verdict, Refused);
    EXPECT_EQ(send(mailEffect({{"to", "a@x.org>\r\nRCPT TO:<eve@x.org"}, {"subject", "a"}})).verdict, Refused);
    EXPECT_EQ(send(mailEffect({{"to", "Joe Doe"}, {"subject", "a"}})).verdict, Refused);
    EXPECT_EQ(send(mailEffect({{"to", "a@x.org"}, {"text", 7}})).verdict, Refused);
    EXPECT_EQ(send(mailEffect("x")).verdict, Refused);
    EXPECT_EQ(send(mailTo("last@x.org")).verdict, Sent);
    EXPECT_EQ(receiver.next()["to"], Json::array({"last@x.org"})) << "something arrived before";
}

TEST_F(SendersMailTest, MailsAreHeldUntilThereIsAServer) {
    MailReceiver receiver;
    open({});
    EXPECT_EQ(senders->heldBecause(EffectKind::Mail), "no mail server configured");
    EXPECT_EQ(senders->heldBecause(EffectKind::Webhook), "");
    std::vector<std::string> told;
    senders->setHoldListener([&] { told.push_back(senders->heldBecause(EffectKind::Mail)); });
    EXPECT_EQ(send(mailTo("a@x.org")).verdict, NotStarted);

    ASSERT_TRUE(senders->setSettings(to(receiver)));
    EXPECT_THAT(told, ElementsAre(""));
    EXPECT_EQ(send(mailTo("a@x.org")).verdict, Sent);
    EffectSettings wrong = to(receiver);
    wrong.mail->from = "nobody";
    EXPECT_FALSE(senders->setSettings(wrong));
    EXPECT_EQ(told.size(), 1U);
    EXPECT_EQ(send(mailTo("a@x.org")).verdict, Sent);
}

TEST_F(SendersMailTest, AServerCanBeTriedBeforeItIsSet) {
    MailReceiver receiver("starttls", "joe", "s3cret");
    EffectSettings settings;
    settings.certificateFile = receiver.certificateFile();
    open(settings);
    const auto tried = [&](MailSettings server) {
        std::promise<Status> promise;
        auto answer = promise.get_future();
        senders->tryMailServer(std::move(server),
                               [told = std::move(promise)](Status status) mutable { told.set_value(status); });
        return answer.get();
    };
    MailSettings server = *withLogin(to(receiver)).mail;
    server.password = "s3cret";
    const Status right = tried(server);
    EXPECT_TRUE(right) << right.error().message;
    server.password = "wr0ng";
    const Status wrong = tried(server);
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, HasSubstr("user and password"));
    server.from.clear();
    EXPECT_FALSE(tried(server));
    EXPECT_EQ(senders->heldBecause(EffectKind::Mail), "no mail server configured") << "a trial sets nothing";
}

} // namespace
} // namespace signalbox
