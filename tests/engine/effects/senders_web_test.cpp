#include "engine/base/hash.h"
#include "tests/engine/effects/sending.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using enum SendResult::Verdict;

class SendersWebTest : public Sending {
protected:
    SendersWebTest() { open(settings()); }

    [[nodiscard]] EffectSettings settings() const {
        EffectSettings set;
        set.allowedReceivers = {receiver.address()};
        return set;
    }
    [[nodiscard]] SendResult post(const std::string& path) const {
        return send(webEffect({{"url", receiver.url(path)}, {"body", {{"n", 1}}}}));
    }

    HttpReceiver receiver;
};

TEST_F(SendersWebTest, ARequestArrivesAsItIsTold) {
    secrets.secrets = {{"webhook-signing", "hush"}, {"api", "s3cret"}};
    OutgoingEffect effect = webEffect({{"url", receiver.url("ok?a=1#b")},
                                       {"body", {{"ü", 1}}},
                                       {"headers", {{"X-Key", "${secret:api}"}, {"X-No", ""}}}});
    effect.replyAddress = "12.0.feedbeef";
    const SendResult result = send(effect);
    EXPECT_EQ(result.verdict, Sent) << result.error;
    EXPECT_EQ(result.status, 200U);
    EXPECT_EQ(result.response, R"({"taken": true})");
    EXPECT_FALSE(result.isResponseCut);

    const Json arrived = receiver.next();
    EXPECT_EQ(arrived["method"], "POST");
    EXPECT_EQ(arrived["path"], "/ok?a=1");
    EXPECT_EQ(arrived["body"], R"({"ü":1})");
    const Json& headers = arrived["headers"];
    EXPECT_EQ(headers["content-type"], "application/json");
    EXPECT_EQ(headers["idempotency-key"], "4f2a-12.0");
    EXPECT_EQ(headers["signalbox-signature"], "t=1700000000,v1=" + hmacSha256("hush", "1700000000.{\"ü\":1}"));
    EXPECT_EQ(headers["signalbox-workflow"], "BUG-1");
    EXPECT_EQ(headers["signalbox-reply-address"], "12.0.feedbeef");
    EXPECT_EQ(headers["user-agent"], "Signalbox");
    EXPECT_EQ(headers["x-key"], "s3cret");
    EXPECT_EQ(headers["x-no"], "");
    EXPECT_FALSE(headers.contains("expect"));
    EXPECT_FALSE(headers.contains("cookie"));

    EXPECT_EQ(result.request["method"], "POST");
    EXPECT_EQ(result.request["headers"]["X-Key"], "***");
    EXPECT_EQ(result.request["body"], R"({"ü":1})");
    EXPECT_THAT(result.request.dump(), Not(HasSubstr("s3cret")));
}

TEST_F(SendersWebTest, WhatAReceiverEchoesIsMasked) {
    secrets.secrets["api"] = "s3cret";
    const SendResult result =
        send(webEffect({{"url", receiver.url("echo")}, {"headers", {{"X-Key", "key ${secret:api}"}}}}));
    EXPECT_THAT(result.response, HasSubstr("key ***"));
    EXPECT_THAT(result.response, Not(HasSubstr("s3cret")));
}

TEST_F(SendersWebTest, StatusesBecomeVerdicts) {
    EXPECT_EQ(post("204").verdict, Sent);
    const SendResult broken = post("500");
    EXPECT_EQ(broken.verdict, Failed);
    EXPECT_EQ(broken.status, 500U);
    EXPECT_EQ(broken.error, "http://" + receiver.address() + ": answered 500");
    EXPECT_EQ(broken.response, "this is 500");
    EXPECT_EQ(post("404").verdict, Refused);
}

TEST_F(SendersWebTest, RetryAfterIsTold) {
    const SendResult busy = post("busy");
    EXPECT_EQ(busy.verdict, Failed);
    EXPECT_EQ(busy.retryAfter, 7s);
    EXPECT_EQ(post("busy-until?until=Tue,%2014%20Nov%202023%2022:15:20%20GMT").retryAfter, 120s);
    EXPECT_EQ(post("500").retryAfter, std::nullopt);
}

TEST_F(SendersWebTest, RedirectsAreNotFollowed) {
    const SendResult result = post("redirect");
    EXPECT_EQ(result.verdict, Refused);
    EXPECT_EQ(result.status, 302U);
    EXPECT_THAT(result.error, HasSubstr("http://169.254.169.254/latest/meta-data/"));
}

TEST_F(SendersWebTest, ALongAnswerIsCutBetweenTwoCharacters) {
    const SendResult result = post("long");
    EXPECT_EQ(result.verdict, Sent) << result.error;
    EXPECT_TRUE(result.isResponseCut);
    EXPECT_LE(result.response.size(), std::size_t{65'536});
    EXPECT_GT(result.response.size(), std::size_t{65'530});
    EXPECT_EQ(post("ok").verdict, Sent);
    EXPECT_EQ(post("binary").response, "a\uFFFD\uFFFD b\uFFFD");
}

TEST_F(SendersWebTest, WhatDoesNotAnswerInTimeHasFailed) {
    EffectSettings impatient = settings();
    impatient.connectTimeout = 100ms;
    impatient.totalTimeout = 300ms;
    ASSERT_TRUE(senders->setSettings(impatient));
    for (const char* path : {"slow", "slow-body"}) {
        const SendResult result = post(path);
        EXPECT_EQ(result.verdict, Failed) << path;
        EXPECT_THAT(result.error, HasSubstr("no full answer in time")) << path;
    }
}

TEST_F(SendersWebTest, ABrokenConnectionHasFailed) {
    for (const char* path : {"close", "reset"}) {
        const SendResult result = post(path);
        EXPECT_EQ(result.verdict, Failed) << path;
        EXPECT_THAT(result.error, HasSubstr("connection ended before")) << path;
        EXPECT_EQ(result.status, 0U);
    }
}

TEST_F(SendersWebTest, NobodyThereHasFailed) {
    EffectSettings local = settings();
    local.allowedReceivers = {"127.0.0.1"};
    ASSERT_TRUE(senders->setSettings(local));
    // Port 1 is nobody's.
    const SendResult nobody = send(webEffect({{"url", "http://127.0.0.1:1/"}}));
    EXPECT_EQ(nobody.verdict, Failed);
    EXPECT_EQ(nobody.error, "http://127.0.0.1:1: no connection");
    // A label of 64 letters: no name server needs to be asked.
    const SendResult unknown = send(webEffect({{"url", "https://" + std::string(64, 'a') + ".example/"}}));
    EXPECT_EQ(unknown.verdict, Failed);
    EXPECT_THAT(unknown.error, HasSubstr("no such host is known"));
}

TEST_F(SendersWebTest, ForbiddenAddressesAreNotAsked) {
    const std::string port = std::to_string(receiver.port());
    for (const std::string& url :
         {"https://127.0.0.1:" + port + "/", "http://127.0.0.2:" + port + "/", "https://[::1]:" + port + "/",
          "https://[::ffff:127.0.0.1]:" + port + "/", "https://2130706433:" + port + "/",
          "https://0177.0.0.1:" + port + "/", "https://localhost:" + port + "/", std::string("https://localhost:1/"),
          "http://localhost:" + port + "/", std::string("https://169.254.169.254/latest"),
          std::string("https://[fd00:ec2::254]/"), std::string("https://10.0.0.1/"), std::string("ftp://127.0.0.1/"),
          std::string("http://8.8.8.8/")}) {
        // The receiver itself is allowed; all these are other ways to it, or to others.
        EffectSettings narrow = settings();
        narrow.allowedReceivers = {"allowed.example"};
        ASSERT_TRUE(senders->setSettings(narrow));
        const SendResult result = send(webEffect({{"url", url}}));
        EXPECT_EQ(result.verdict, Refused) << url << ": " << result.error;
        EXPECT_THAT(result.error, Not(IsEmpty()));
        EXPECT_EQ(result.status, 0U);
    }
    ASSERT_TRUE(senders->setSettings(settings()));
    EXPECT_EQ(post("ok?first").verdict, Sent);
    EXPECT_EQ(receiver.next()["path"], "/ok?first") << "something arrived before";
}

TEST_F(SendersWebTest, ANameIsJudgedByItsAddressWhenItConnects) {
    EffectSettings local = settings();
    local.allowedReceivers = {"10.0.0.0/8"};
    ASSERT_TRUE(senders->setSettings(local));
    const std::string url = "http://localhost:" + std::to_string(receiver.port()) + "/ok";
    EXPECT_EQ(send(webEffect({{"url", url}})).verdict, Refused);
    local.allowedReceivers = {"127.0.0.0/8"};
    ASSERT_TRUE(senders->setSettings(local));
    EXPECT_EQ(send(webEffect({{"url", url}})).verdict, Sent);
    // The connection is still there, but it is not for others' use any more.
    local.allowedReceivers = {"10.0.0.0/8"};
    ASSERT_TRUE(senders->setSettings(local));
    const SendResult late = send(webEffect({{"url", url}}));
    EXPECT_EQ(late.verdict, Refused);
    EXPECT_THAT(late.error, HasSubstr("no public address"));
}

TEST_F(SendersWebTest, ProxiesOfTheEnvironmentAreIgnored) {
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
        ::setenv(name, "http://127.0.0.1:1", 1);
    ::unsetenv("no_proxy");
    EXPECT_EQ(post("ok").verdict, Sent);
}

TEST_F(SendersWebTest, WhatCannotBeSentIsRefused) {
    for (const Json& payload : {Json{{"body", 1}}, Json("x"), Json(nullptr), Json{{"url", 7}},
                                Json{{"url", "http://joe:hush@" + receiver.address() + "/"}},
                                Json{{"url", receiver.url("ok")}, {"headers", {{"X", "a\r\nb"}}}}}) {
        const SendResult result = send(webEffect(payload));
        EXPECT_EQ(result.verdict, Refused) << payload;
        EXPECT_THAT(result.error, Not(HasSubstr("hush")));
    }
    EXPECT_EQ(send(webEffect({{"url", receiver.url("ok")}, {"headers", {{"X", "${secret:no}"}}}})).verdict, Failed);
    OutgoingEffect message = webEffect({});
    message.kind = EffectKind::Message;
    EXPECT_EQ(send(message).verdict, Refused);
}

TEST_F(SendersWebTest, NobodyWaitsForASlowReceiver) {
    std::vector<std::future<SendResult>> slow;
    for (int i = 0; i < 20; ++i)
        slow.push_back(begin(webEffect({{"url", receiver.url("slow")}})));
    EXPECT_EQ(post("ok").verdict, Sent);
    for (const auto& answer : slow)
        EXPECT_EQ(answer.wait_for(0s), std::future_status::timeout);
}

TEST_F(SendersWebTest, ClosingTellsWhatIsUnderWay) {
    auto answer = begin(webEffect({{"url", receiver.url("slow")}}));
    EXPECT_EQ(receiver.next()["path"], "/slow");
    senders.reset();
    EXPECT_EQ(answer.get().verdict, Failed);
}

TEST_F(SendersWebTest, ReceiverIsNamedByUrlOrAsMail) {
    EXPECT_EQ(senders->receiverOf(EffectKind::Webhook, {{"url", "HTTPS://A.example/x"}}), "https://a.example:443");
    EXPECT_EQ(senders->receiverOf(EffectKind::Mail, nullptr), "mail");
    for (const Json& payload : {Json(nullptr), Json("x"), Json{{"url", 1}}, Json{{"url", "//"}}})
        EXPECT_EQ(senders->receiverOf(EffectKind::Webhook, payload), "") << payload;
}

TEST(SendersTls, ACertificateMustBeTrusted) {
    const HttpReceiver receiver("https");
    const SystemClock clock;
    const KnownSecrets secrets;
    EffectSettings settings;
    settings.allowedReceivers = {receiver.address()};
    const auto senders = Senders::open(settings, secrets, clock).value();
    const auto post = [&] {
        std::promise<SendResult> told;
        senders->send(webEffect({{"url", receiver.url("ok")}}),
                      [&told](SendResult result) { told.set_value(std::move(result)); });
        return told.get_future().get();
    };
    const SendResult untrusted = post();
    EXPECT_EQ(untrusted.verdict, Failed);
    EXPECT_THAT(untrusted.error, HasSubstr("certificate is not trusted"));
    settings.certificateFile = receiver.certificateFile();
    ASSERT_TRUE(senders->setSettings(settings));
    const SendResult trusted = post();
    EXPECT_EQ(trusted.verdict, Sent) << trusted.error;
}

} // namespace
} // namespace signalbox
