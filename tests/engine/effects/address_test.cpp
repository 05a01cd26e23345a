#include "engine/effects/ip_address.h"
#include "engine/effects/receiver_rules.h"
#include "engine/effects/web_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(IpAddress, IsPublicOnlyInTheOpenInternet) {
    for (const char* open : {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1",
                             "2606:4700::1111", "2a00:1450::1"})
        EXPECT_TRUE(isPublic(*parseIpAddress(open))) << open;
    for (const char* closed : {"0.0.0.0",
                               "10.1.2.3",
                               "100.64.0.1",
                               "127.0.0.1",
                               "127.255.255.254",
                               "169.254.169.254",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.168.1.1",
                               "198.18.0.1",
                               "224.0.0.1",
                               "255.255.255.255",
                               "::",
                               "::1",
                               "::ffff:127.0.0.1",
                               "::ffff:8.8.8.8",
                               "::127.0.0.1",
                               "64:ff9b::7f00:1",
                               "64:ff9b:1::a00:1",
                               "fc00::1",
                               "fd00:ec2::254",
                               "fe80::1",
                               "fec0::1",
                               "ff02::1",
                               "2001::1",
                               "2001:db8::1",
                               "2002:7f00:1::1",
                               "3fff::1"})
        EXPECT_FALSE(isPublic(*parseIpAddress(closed))) << closed;
}

TEST(IpAddress, RangeHoldsWhatBeginsWithItsBits) {
    const IpRange range = *parseIpRange("172.16.0.0/12");
    EXPECT_TRUE(contains(range, *parseIpAddress("172.31.255.255")));
    EXPECT_FALSE(contains(range, *parseIpAddress("172.32.0.0")));
    EXPECT_FALSE(contains(range, *parseIpAddress("::ffff:172.16.0.1")));
    EXPECT_TRUE(contains(*parseIpRange("::/0"), *parseIpAddress("ff02::1")));
    EXPECT_TRUE(contains(*parseIpRange("fd00::1/128"), *parseIpAddress("fd00::1")));
    for (const char* wrong : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "x/8", "10.0.0.0/8x"})
        EXPECT_FALSE(parseIpRange(wrong)) << wrong;
}

TEST(WebUrl, SaysTheHostInItsNormalForm) {
    EXPECT_EQ(parseWebUrl("https://Example.ORG./a?b#c").value().host, "example.org");
    EXPECT_EQ(parseWebUrl("https://example.org").value().receiver(), "https://example.org:443");
    EXPECT_EQ(parseWebUrl("http://[::1]:8080/x").value().receiver(), "http://[::1]:8080");
    for (const char* loopback : {"http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/"})
        EXPECT_EQ(parseWebUrl(loopback).value().host, "127.0.0.1") << loopback;
}

TEST(WebUrl, RefusesWhatIsNone) {
    for (const char* wrong : {"", "example.org/x y", "ftp://example.org", "file:///etc/passwd", "gopher://x",
                              "https://", "https://example.org:99999/", "https://x/${secret:a}", "https://x\r\ny/"})
        EXPECT_FALSE(parseWebUrl(wrong)) << wrong;
    EXPECT_FALSE(parseWebUrl(std::string_view("https://example.org\0.evil", 24)));
    const auto withPassword = parseWebUrl("https://joe:hush@example.org/");
    ASSERT_FALSE(withPassword);
    EXPECT_THAT(withPassword.error().message, HasSubstr("a user or a password"));
    EXPECT_THAT(withPassword.error().message, Not(HasSubstr("hush")));
}

std::string objection(const std::vector<std::string>& allowed, std::string_view url, std::string_view address) {
    return ReceiverRules::parse(allowed).value().objection(parseWebUrl(url).value(), *parseIpAddress(address));
}

TEST(ReceiverRules, LetsHttpsAndPublicAddressesThrough) {
    EXPECT_THAT(objection({}, "https://a.example/", "8.8.8.8"), IsEmpty());
    EXPECT_THAT(objection({}, "http://a.example/", "8.8.8.8"), HasSubstr("only https"));
    EXPECT_THAT(objection({}, "https://a.example/", "10.0.0.1"), HasSubstr("no public address"));
}

TEST(ReceiverRules, LetsThroughWhatAnOperatorNames) {
    EXPECT_THAT(objection({"A.example"}, "http://a.example:81/", "127.0.0.1"), IsEmpty());
    EXPECT_THAT(objection({"a.example:81"}, "http://a.example:81/", "::1"), IsEmpty());
    EXPECT_THAT(objection({"a.example:81"}, "http://a.example:82/", "127.0.0.1"), Not(IsEmpty()));
    EXPECT_THAT(objection({"a.example"}, "http://b.a.example/", "127.0.0.1"), Not(IsEmpty()));
    EXPECT_THAT(objection({"10.0.0.0/8"}, "http://b.example/", "10.9.9.9"), IsEmpty());
    EXPECT_THAT(objection({"10.0.0.0/8"}, "http://b.example/", "11.0.0.1"), HasSubstr("only https"));
    EXPECT_THAT(objection({"[::1]:8080"}, "http://[::1]:8080/", "::1"), IsEmpty());
    EXPECT_THAT(objection({"::1"}, "http://[0:0::1]:8080/", "::1"), IsEmpty());
    EXPECT_THAT(objection({"127.0.0.1"}, "http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"), Not(IsEmpty()));
}

TEST(ReceiverRules, RefusesBeforeANameIsLookedUpWhatItCan) {
    const auto early = [](const std::vector<std::string>& allowed, std::string_view url) {
        return ReceiverRules::parse(allowed).value().objection(parseWebUrl(url).value());
    };
    EXPECT_THAT(early({}, "http://a.example/"), HasSubstr("only https"));
    EXPECT_THAT(early({}, "https://169.254.169.254/"), HasSubstr("no public address"));
    EXPECT_THAT(early({"10.0.0.0/8"}, "http://a.example/"), IsEmpty());
    EXPECT_THAT(early({}, "https://a.example/"), IsEmpty());
}

TEST(ReceiverRules, RefusesEntriesThatAreNone) {
    for (const char* wrong : {"", "a b", "http://a", "a:", "a:0", "a:65536", "10.0.0.0/99", "a/8", "[::1", ":80"})
        EXPECT_FALSE(ReceiverRules::parse({wrong})) << wrong;
}

} // namespace
} // namespace signalbox
