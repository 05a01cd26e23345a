#include "engine/remote/access/failure_throttle.h"
#include "engine/remote/access/open_authority.h"
#include "engine/remote/access/recent_callers.h"
#include "engine/remote/access/token_authority.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class TokenAuthorityTest : public testing::Test {
protected:
    TokenRecord token(std::string name, std::string_view text, Role role = Role::Operator) const {
        return {.id = name, .name = name, .role = role, .created = clock.now(), .hash = hashOfToken(text)};
    }
    Result<Principal> show(TokenAuthority& authority, std::string_view text, std::string_view address = "10.0.0.7") {
        return authority.principalOf({.token = text, .certificateNames = {}, .address = address});
    }
    Result<Principal> showCertificate(TokenAuthority& authority, const std::vector<std::string>& names,
                                      std::string_view text = {}) {
        return authority.principalOf({.token = text, .certificateNames = names, .address = "10.0.0.7"});
    }

    ManualClock clock;
};

TEST_F(TokenAuthorityTest, ATokenTellsWhoComesAndWhatHeMay) {
    TokenRecord scoped = token("intake", "sbt_a");
    scoped.definitions = {"order"};
    scoped.expires = clock.now() + hours(1);
    TokenAuthority authority({.tokens = {token("sue", "sbt_b", Role::Admin), scoped}, .clients = {}}, clock);
    EXPECT_EQ(
        show(authority, "sbt_a").value(),
        (Principal{.name = "intake", .role = Role::Operator, .definitions = {"order"}, .expires = scoped.expires}));
    EXPECT_EQ(show(authority, "sbt_b").value().role, Role::Admin);
}

TEST_F(TokenAuthorityTest, UnknownExpiredAndRevokedAreToldInTheSameWords) {
    TokenRecord expired = token("old", "sbt_old");
    expired.expires = clock.now();
    TokenRecord revoked = token("gone", "sbt_gone");
    revoked.revoked = clock.now();
    TokenAuthority authority({.tokens = {expired, revoked}, .clients = {}}, clock);
    const auto unknown = show(authority, "sbt_other");
    EXPECT_EQ(unknown.error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(show(authority, "sbt_old").error(), unknown.error());
    EXPECT_EQ(show(authority, "sbt_gone").error(), unknown.error());
    EXPECT_THAT(unknown.error().message, testing::Not(testing::HasSubstr("sbt_other")));
}

TEST_F(TokenAuthorityTest, ATokenIsGoodUntilTheMomentThatItExpires) {
    TokenRecord record = token("sue", "sbt_a");
    record.expires = clock.now() + hours(1);
    TokenAuthority authority({.tokens = {record}, .clients = {}}, clock);
    clock.advance(hours(1) - milliseconds(1));
    EXPECT_TRUE(show(authority, "sbt_a"));
    clock.advance(milliseconds(1));
    EXPECT_FALSE(show(authority, "sbt_a"));
}

TEST_F(TokenAuthorityTest, WhoShowsNothingIsNotKnown) {
    TokenAuthority authority({.tokens = {token("sue", "sbt_a")}, .clients = {}}, clock);
    EXPECT_EQ(show(authority, "").error().code, ErrorCode::Unauthenticated);
}

TEST_F(TokenAuthorityTest, ACertificateIsKnownByItsNamesToTheLetter) {
    TokenAuthority authority(
        {.tokens = {token("sue", "sbt_a")},
         .clients =
             {{.san = "intake.example.org", .name = "intake", .role = Role::Operator, .definitions = {"order"}}}},
        clock);
    EXPECT_EQ(showCertificate(authority, {"other", "intake.example.org"}).value(),
              (Principal{.name = "intake", .role = Role::Operator, .definitions = {"order"}}));
    for (const char* const other : {"Intake.example.org", "x.intake.example.org", "*.example.org", ""})
        EXPECT_EQ(showCertificate(authority, {other}).error().code, ErrorCode::Unauthenticated) << other;
}

TEST_F(TokenAuthorityTest, ATokenGoesBeforeTheCertificate) {
    TokenAuthority authority({.tokens = {token("sue", "sbt_a", Role::Viewer)},
                              .clients = {{.san = "intake", .name = "intake", .role = Role::Admin}}},
                             clock);
    EXPECT_EQ(showCertificate(authority, {"intake"}, "sbt_a").value().name, "sue");
    EXPECT_FALSE(showCertificate(authority, {"intake"}, "sbt_wrong"));
}

TEST_F(TokenAuthorityTest, TooManyWrongTokensKeepOnlyTheirOwnAddressOut) {
    TokenAuthority authority({.tokens = {token("sue", "sbt_a")}, .clients = {}}, clock,
                             {.burst = 3, .refill = seconds(2), .addresses = 100});
    for (int round = 0; round < 3; ++round)
        EXPECT_EQ(show(authority, "sbt_wrong").error().code, ErrorCode::Unauthenticated);
    const auto right = show(authority, "sbt_a");
    EXPECT_EQ(right.error().code, ErrorCode::Busy);
    EXPECT_EQ(right.error().retryAfter, seconds(2));
    EXPECT_TRUE(show(authority, "sbt_a", "10.0.0.8"));
    clock.advance(right.error().retryAfter);
    EXPECT_TRUE(show(authority, "sbt_a"));
}

TEST_F(TokenAuthorityTest, WhoWasRightBeforeIsNotKeptOutByHisNeighbour) {
    TokenAuthority authority({.tokens = {token("sue", "sbt_a"), token("tom", "sbt_b")}, .clients = {}}, clock,
                             {.burst = 3, .refill = seconds(2), .addresses = 100});
    EXPECT_TRUE(show(authority, "sbt_a"));
    for (int round = 0; round < 10; ++round)
        EXPECT_FALSE(show(authority, "sbt_wrong"));
    EXPECT_TRUE(show(authority, "sbt_a"));
    EXPECT_EQ(show(authority, "sbt_b").error().code, ErrorCode::Busy);
    authority.setKnown({.tokens = {token("tom", "sbt_b")}, .clients = {}});
    EXPECT_EQ(show(authority, "sbt_a").error().code, ErrorCode::Unauthenticated);
}

TEST(RecentCallers, RememberABoundedNumberOfThem) {
    RecentCallers callers(3);
    const Sha256 token = hashOfToken("sbt_a");
    for (const char* const address : {"1", "2", "3", "1", "4"})
        callers.add(address, token);
    EXPECT_TRUE(callers.knows("1", token));
    EXPECT_FALSE(callers.knows("2", token));
    EXPECT_FALSE(callers.knows("1", hashOfToken("sbt_b")));
}

TEST_F(TokenAuthorityTest, AHundredThousandWrongTokensCostTheOthersNothing) {
    std::vector<TokenRecord> tokens;
    for (int each = 0; each < 1000; ++each)
        tokens.push_back(token(fmt::format("user{}", each), fmt::format("sbt_{}", each)));
    TokenAuthority authority({.tokens = tokens, .clients = {}}, clock);
    int compared = 0;
    for (int round = 0; round < 100'000; ++round)
        if (show(authority, fmt::format("sbt_wrong{}", round)).error().code == ErrorCode::Unauthenticated) ++compared;
    EXPECT_EQ(compared, static_cast<int>(ThrottleSettings{}.burst));
    EXPECT_TRUE(show(authority, "sbt_999", "10.0.0.8"));
}

TEST_F(TokenAuthorityTest, NewTokensHoldAtOnceAndOldOnesNoMore) {
    TokenAuthority authority({.tokens = {token("sue", "sbt_a")}, .clients = {}}, clock);
    authority.setKnown({.tokens = {token("tom", "sbt_b")}, .clients = {}});
    EXPECT_FALSE(show(authority, "sbt_a"));
    EXPECT_EQ(show(authority, "sbt_b").value().name, "tom");
}

TEST_F(TokenAuthorityTest, NobodySeesHalfOfAReload) {
    // Of each list exactly one of the two tokens is known, so that a mixture would show.
    const AccessList first{.tokens = {token("one", "sbt_a")}, .clients = {}};
    const AccessList second{.tokens = {token("two", "sbt_a")}, .clients = {}};
    TokenAuthority authority(first, clock);
    const std::jthread reloads([&](const std::stop_token& stop) {
        for (int round = 0; !stop.stop_requested(); ++round)
            authority.setKnown(round % 2 == 0 ? second : first);
    });
    for (int round = 0; round < 20'000; ++round)
        ASSERT_TRUE(show(authority, "sbt_a"));
}

TEST(FailureThrottle, RemembersABoundedNumberOfAddresses) {
    const ManualClock clock;
    FailureThrottle throttle({.burst = 1, .refill = seconds(60), .addresses = 10}, clock);
    for (int address = 0; address < 1000; ++address)
        throttle.failed(fmt::format("10.0.{}.{}", address / 256, address % 256));
    EXPECT_EQ(throttle.size(), 10U);
    EXPECT_EQ(throttle.pauseOf("10.0.0.0"), milliseconds(0));
    EXPECT_EQ(throttle.pauseOf("10.0.3.231"), seconds(60));
}

TEST(FailureThrottle, WhoFailsOnIsNotForgotten) {
    const ManualClock clock;
    FailureThrottle throttle({.burst = 1, .refill = seconds(60), .addresses = 10}, clock);
    for (int address = 0; address < 200; ++address) {
        throttle.failed("192.168.0.1");
        throttle.failed(fmt::format("10.0.0.{}", address));
    }
    EXPECT_GT(throttle.pauseOf("192.168.0.1"), milliseconds(0));
}

TEST(FailureThrottle, TakesANetworkOfIpv6ForOneAddress) {
    const ManualClock clock;
    FailureThrottle throttle({.burst = 2, .refill = seconds(60), .addresses = 10}, clock);
    throttle.failed("2001:db8:1:2::1");
    throttle.failed("2001:db8:1:2:ffff::2");
    EXPECT_GT(throttle.pauseOf("2001:db8:1:2::3"), milliseconds(0));
    EXPECT_EQ(throttle.pauseOf("2001:db8:1:3::1"), milliseconds(0));
    throttle.failed("::ffff:10.0.0.1");
    throttle.failed("::ffff:10.0.0.1");
    EXPECT_EQ(throttle.pauseOf("::ffff:10.0.0.2"), milliseconds(0));
}

TEST(FailureThrottle, RefillsButNotBeyondItsBurst) {
    ManualClock clock;
    FailureThrottle throttle({.burst = 2, .refill = seconds(10), .addresses = 10}, clock);
    throttle.failed("10.0.0.1");
    clock.advance(hours(1));
    throttle.failed("10.0.0.1");
    throttle.failed("10.0.0.1");
    EXPECT_EQ(throttle.pauseOf("10.0.0.1"), seconds(10));
    clock.advance(seconds(4));
    EXPECT_EQ(throttle.pauseOf("10.0.0.1"), seconds(6));
}

TEST(OpenAuthority, TakesEverybodyForAnAdminWithoutAName) {
    OpenAuthority authority;
    EXPECT_EQ(authority.principalOf({.token = {}, .certificateNames = {}, .address = "unix"}).value(),
              (Principal{.name = {}, .role = Role::Admin}));
}

} // namespace
} // namespace signalbox
