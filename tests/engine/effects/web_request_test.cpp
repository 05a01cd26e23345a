#include "engine/base/hash.h"
#include "engine/effects/response_text.h"
#include "engine/effects/web_request.h"
#include "engine/effects/web_verdict.h"
#include "tests/engine/effects/sending.h"

#include <gmock/gmock.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Time kNow{1'700'000'000s};

class WebRequestTest : public testing::Test {
protected:
    Result<WebRequest> make(const OutgoingEffect& effect) {
        return makeWebRequest(effect, secrets, "webhook-signing", kNow, mask);
    }
    static std::string header(const WebRequest& request, std::string_view name) {
        for (const WebHeader& one : request.headers)
            if (one.name == name) return one.value;
        return "(none)";
    }

    KnownSecrets secrets;
    SecretMask mask;
};

TEST_F(WebRequestTest, SaysWhoseItIsAndWhich) {
    OutgoingEffect effect = webEffect({{"url", "https://a.example/x"}, {"body", {{"n", 1}}}});
    effect.replyAddress = "12.0.feedbeef";
    const WebRequest request = make(effect).value();
    EXPECT_EQ(request.body, R"({"n":1})");
    EXPECT_EQ(header(request, "Content-Type"), "application/json");
    EXPECT_EQ(header(request, "Idempotency-Key"), "4f2a-12.0");
    EXPECT_EQ(header(request, "Signalbox-Workflow"), "BUG-1");
    EXPECT_EQ(header(request, "Signalbox-Reply-Address"), "12.0.feedbeef");
    EXPECT_EQ(header(request, "User-Agent"), "Signalbox");
    // It is worth a request: who reads about it must not be able to make one.
    EXPECT_EQ(shown(request, mask, 100)["headers"]["Signalbox-Reply-Address"], "12.0.***");
}

TEST_F(WebRequestTest, IsSignedOverItsTimeAndBody) {
    const OutgoingEffect effect = webEffect({{"url", "https://a.example/x"}, {"body", "hi"}});
    EXPECT_EQ(header(make(effect).value(), "Signalbox-Signature"), "(none)");
    secrets.secrets["webhook-signing"] = "hush";
    EXPECT_EQ(header(make(effect).value(), "Signalbox-Signature"),
              "t=1700000000,v1=" + hmacSha256("hush", "1700000000.\"hi\""));
}

TEST_F(WebRequestTest, SecretsGoIntoHeadersAndNowhereElse) {
    secrets.secrets["api"] = "s3cret";
    const WebRequest request = make(webEffect({{"url", "https://a.example/x"},
                                               {"body", "${secret:api}"},
                                               {"headers", {{"Authorization", "Bearer ${secret:api}!"}}}}))
                                   .value();
    EXPECT_EQ(header(request, "Authorization"), "Bearer s3cret!");
    EXPECT_EQ(request.body, R"("${secret:api}")");
    const Json told = shown(request, mask, 100);
    EXPECT_EQ(told["headers"]["Authorization"], "Bearer ***!");
    EXPECT_THAT(told.dump(), Not(HasSubstr("s3cret")));
    EXPECT_EQ(mask.masked("it said s3cret"), "it said ***");
}

TEST_F(WebRequestTest, AMissingSecretIsNoFaultOfTheEffect) {
    const auto made = make(webEffect({{"url", "https://a.example/x"}, {"headers", {{"A", "${secret:api}"}}}}));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::NotFound);
    EXPECT_THAT(made.error().message, HasSubstr("secret 'api'"));
}

TEST_F(WebRequestTest, HeadersCannotMakeAnotherRequest) {
    const std::vector<Json> wrong{
        {{"X\r\nY", "z"}},     {{"X", "y\r\nZ: 1"}},           {{"X", std::string("a\0b", 3)}}, {{"", "x"}},
        {{"Host", "b"}},       {{"content-length", "0"}},      {{"Transfer-Encoding", "x"}},    {{"X", 1}},
        {{"Cookie", "a=b"}},   {{"idempotency-KEY", "1"}},     {{"Signalbox-Signature", "x"}},  {{"X", "${secret:}"}},
        Json::array({"X: y"}), {{"Proxy-Authorization", "x"}},
    };
    for (const Json& headers : wrong) {
        const auto made = make(webEffect({{"url", "https://a.example/"}, {"headers", headers}}));
        ASSERT_FALSE(made) << headers;
        EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    }
    const auto typed = make(webEffect(
        {{"url", "https://a.example/"}, {"headers", {{"content-type", "application/cloudevents+json"}, {"X", ""}}}}));
    EXPECT_EQ(header(typed.value(), "content-type"), "application/cloudevents+json");
    EXPECT_EQ(header(typed.value(), "Content-Type"), "(none)");
}

TEST_F(WebRequestTest, ASecretWithALineBreakIsTheOperatorsToMend) {
    secrets.secrets["api"] = "a\r\nX: b";
    const auto made = make(webEffect({{"url", "https://a.example/"}, {"headers", {{"A", "${secret:api}"}}}}));
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(made.error().message, Not(HasSubstr("X: b")));
}

TEST_F(WebRequestTest, FormsAreSentAsScxmlSaysEventsAre) {
    const auto form = [&](Json payload) {
        payload["url"] = "https://a.example/";
        payload["encoding"] = "form";
        const WebRequest request = make(webEffect(payload)).value();
        return header(request, "Content-Type") + " " + request.body;
    };
    EXPECT_EQ(form({{"event", "a.b"}, {"body", {{"x", "1 & ü"}, {"y", {{"z", true}}}}}}),
              "application/x-www-form-urlencoded _scxmleventname=a.b&x=1+%26+%C3%BC&y=%7B%22z%22%3Atrue%7D");
    EXPECT_EQ(form({{"event", "a"}}), "application/x-www-form-urlencoded _scxmleventname=a");
    EXPECT_EQ(form({{"body", {{"x", 1}}}}), "application/x-www-form-urlencoded x=1");
    EXPECT_EQ(form({{"body", "some text"}}), "text/plain; charset=utf-8 some text");
    EXPECT_EQ(form({{"event", "a"}, {"body", "some text"}}),
              "application/x-www-form-urlencoded _scxmleventname=a&_content=some+text");
}

TEST_F(WebRequestTest, TheEventOfAJsonRequestIsAHeader) {
    const WebRequest request = make(webEffect({{"url", "https://a.example/"}, {"event", "go"}})).value();
    EXPECT_EQ(header(request, "Signalbox-Event"), "go");
    EXPECT_EQ(request.body, "null");
    EXPECT_FALSE(make(webEffect({{"url", "https://a.example/"}, {"event", "a\nb"}})));
    EXPECT_FALSE(make(webEffect({{"url", "https://a.example/"}, {"encoding", "xml"}})));
    EXPECT_FALSE(make(webEffect({{"body", 1}})));
    EXPECT_FALSE(make(webEffect("no object")));
}

TEST(WebVerdict, OnlyWhatMayPassIsTriedAgain) {
    using enum SendResult::Verdict;
    for (const std::uint32_t status : {200U, 202U, 204U, 299U})
        EXPECT_EQ(webVerdict(status), Sent) << status;
    for (const std::uint32_t status : {408U, 425U, 429U, 500U, 502U, 503U, 504U, 599U})
        EXPECT_EQ(webVerdict(status), Failed) << status;
    for (const std::uint32_t status : {301U, 302U, 304U, 307U, 400U, 401U, 403U, 404U, 410U, 422U, 600U})
        EXPECT_EQ(webVerdict(status), Refused) << status;
}

TEST(WebVerdict, RetryAfterIsSecondsOrADate) {
    EXPECT_EQ(parseRetryAfter("7", kNow), 7s);
    EXPECT_EQ(parseRetryAfter("0", kNow), 0s);
    EXPECT_EQ(parseRetryAfter("0000000000000000060", kNow), 60s);
    EXPECT_EQ(parseRetryAfter("99999999999999999999", kNow), 24h);
    EXPECT_EQ(parseRetryAfter("Tue, 14 Nov 2023 22:15:20 GMT", kNow), 120s);
    EXPECT_EQ(parseRetryAfter("Fri, 31 Dec 1999 23:59:59 GMT", kNow), 0s);
    EXPECT_EQ(parseRetryAfter("Fri, 31 Dec 2099 23:59:59 GMT", kNow), 24h);
    EXPECT_EQ(parseRetryAfter("soon", kNow), std::nullopt);
    EXPECT_EQ(parseRetryAfter("", kNow), std::nullopt);
    EXPECT_EQ(parseRetryAfter("-5", kNow), std::nullopt);
}

TEST(ResponseText, IsAlwaysWellFormed) {
    EXPECT_EQ(validUtf8("ä€𝄞"), "ä€𝄞");
    EXPECT_EQ(validUtf8("a\xff\xc3"), "a\uFFFD\uFFFD");
    EXPECT_EQ(validUtf8("\xC3\xA4\xA4z"), "ä\uFFFDz");
    EXPECT_EQ(validUtf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(validUtf8(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(wholeCharacters("aä", 2), "a");
    EXPECT_EQ(wholeCharacters("aä", 3), "aä");
    EXPECT_EQ(wholeCharacters("€", 2), "");
    EXPECT_EQ(printable("a\r\nb\tc"), "a  b c");
}

} // namespace
} // namespace signalbox
