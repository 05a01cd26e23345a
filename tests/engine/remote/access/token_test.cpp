#include "engine/remote/access/token.h"
#include "engine/remote/access/utc_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace signalbox {
namespace {

using testing::MatchesRegex;

TEST(Token, Is256BitsInLettersThatNeedNoQuoting) {
    EXPECT_THAT(makeToken().value(), MatchesRegex("sbt_[A-Za-z0-9_-]{43}"));
}

TEST(Token, IsAnotherOneEachTime) {
    std::set<std::string> made;
    for (int round = 0; round < 100; ++round)
        made.insert(makeToken().value());
    EXPECT_EQ(made.size(), 100U);
}

TEST(Token, IdIsOfNobodyElse) {
    std::vector<TokenRecord> taken;
    for (int round = 0; round < 100; ++round)
        taken.push_back({.id = makeTokenId(taken).value(), .name = "sue", .created = {}});
    std::set<std::string> ids;
    for (const TokenRecord& each : taken)
        ids.insert(each.id);
    EXPECT_EQ(ids.size(), 100U);
    EXPECT_THAT(taken.front().id, MatchesRegex("[0-9a-f]{8}"));
}

TEST(UtcText, IsReadAsItIsWritten) {
    const Time at{std::chrono::seconds{1'795'994'550}};
    EXPECT_EQ(utcText(at), "2026-11-29T23:22:30Z");
    EXPECT_EQ(timeFromUtc("2026-11-29T23:22:30Z"), at);
    EXPECT_EQ(timeFromUtc("2026-11-29"), Time{std::chrono::seconds{1'795'910'400}});
}

TEST(UtcText, NothingElseIsRead) {
    for (const char* const text : {"", "2026", "2026-02-30", "2026-11-29T23:22:30", "2026-11-29T23:22:30Z ",
                                   "2026-11-29T25:00:00Z", "29.11.2026", "2026-1-29"})
        EXPECT_EQ(timeFromUtc(text), std::nullopt) << text;
}

} // namespace
} // namespace signalbox
