#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace signalbox {
namespace {

using testing::HasSubstr;

Json nested(int levels) {
    Json json = "bottom";
    for (int i = 0; i < levels; ++i)
        json = Json::array({std::move(json)});
    return json;
}

// On a store on disk, so that what is taken is also what comes back.
class InputTest : public testing::Test {
protected:
    InputTest() { restart(); }

    void restart() {
        m_harness.reset();
        m_store.reset();
        auto opened = SqliteStore::open(m_folder.file("store.sbx"), {}, m_clock);
        ASSERT_TRUE(opened) << opened.error().message;
        m_store = *std::move(opened);
        m_harness = std::make_unique<EngineHarness>(*m_store);
    }
    [[nodiscard]] EngineHarness& harness() { return *m_harness; }
    [[nodiscard]] std::string refusalOfId(const std::string& id) {
        const auto created = harness().create(id);
        return created ? "it was taken" : created.error().message;
    }

private:
    TempDir m_folder;
    ManualClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<EngineHarness> m_harness;
};

TEST_F(InputTest, OddIdsComeBackAsTheyWere) {
    const std::vector<std::string> ids{
        " ",
        "0",
        "a/b?c#d%20",
        "'; DROP TABLE workflow; --",
        "\\\"quoted\\\"",
        "\u0628\u0642-\u0661",        // right to left
        "\u05d1\u05d0\u05d2 BUG 7",   // both directions
        "e\u0301",                    // a letter and its accent, not the same as
        "\u00e9",                     // the letter with its accent
        "\U0001f41e\u200d\U0001f525", // joined symbols
        std::string(256, 'x'),        // as long as may be
        "\u00a0\u3000",               // blanks of other kinds
    };
    for (const std::string& id : ids)
        EXPECT_TRUE(harness().create(id)) << id;
    restart();
    for (const std::string& id : ids) {
        EXPECT_EQ(harness().get(id).row.id, id);
        EXPECT_EQ(harness().fire(id, "Assign", {{"assignee", id}})->outcome, Outcome::Transitioned) << id;
        EXPECT_EQ(harness().get(id).row.assignee, id);
    }
    EXPECT_EQ(harness().enumerate(5).size(), ids.size());
}

TEST_F(InputTest, IdsThatNobodyCouldReadAreRefused) {
    EXPECT_THAT(refusalOfId(std::string(10 << 10, 'x')), HasSubstr("10240 bytes, more than 256"));
    EXPECT_THAT(refusalOfId(std::string("BUG\0"
                                        "1",
                                        5)),
                HasSubstr("control character"));
    EXPECT_THAT(refusalOfId("BUG\t1"), HasSubstr("control character"));
    EXPECT_THAT(refusalOfId("BUG\x7f"), HasSubstr("control character"));
    EXPECT_THAT(refusalOfId("BUG\u0085"), HasSubstr("control character"));
    EXPECT_THAT(refusalOfId("BUG-\u202e24"), HasSubstr("direction of text"));
    EXPECT_THAT(refusalOfId("BUG-\u2066"
                            "24"),
                HasSubstr("direction of text"));
    EXPECT_THAT(refusalOfId("BUG-\u2028"), HasSubstr("direction of text"));
    for (const char* invalid : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "BUG-\xe2\x80"})
        EXPECT_THAT(refusalOfId(invalid), HasSubstr("not valid UTF-8"));
    const auto fired = harness().fire("", "Assign", {{"assignee", "sue"}});
    ASSERT_FALSE(fired);
    EXPECT_EQ(fired.error().message, "a workflow id must not be empty");
    EXPECT_EQ(harness().enumerate().size(), 0U);
    EXPECT_EQ(harness().statistics().lastSeq, Seq());
}

TEST_F(InputTest, ArgumentsAreKeptToTheByteUpToTheirBounds) {
    ASSERT_TRUE(harness().create("BUG-1", {{"notes", nested(60)}}));
    const std::vector<std::string> people{"",
                                          std::string(10 << 10, 'x'),
                                          "a\tb\n\x01\u202e",
                                          "\u05d0\u05d1",
                                          std::string("nul\0in", 6),
                                          std::string(1 << 19, 'y')};
    for (const std::string& person : people)
        ASSERT_TRUE(isAccepted(harness().fire("BUG-1", "Assign", {{"assignee", person}})->outcome));
    restart();
    const HistoryReply history = harness().history("BUG-1");
    ASSERT_EQ(history.changes.size(), people.size() + 1);
    for (std::size_t i = 0; i < people.size(); ++i)
        EXPECT_EQ(history.changes[people.size() - 1 - i].arguments.at("assignee"), people[i]);
    EXPECT_EQ(harness().get("BUG-1").data.at("notes"), nested(60));
}

TEST_F(InputTest, ArgumentsBeyondTheirBoundsLeaveNothing) {
    ASSERT_TRUE(harness().create("BUG-1"));
    const auto refusal = [&](Json arguments) {
        const auto fired = harness().fire("BUG-1", "Assign", std::move(arguments));
        return fired ? "it was taken" : fired.error().message;
    };
    EXPECT_THAT(refusal({{"assignee", std::string(std::size_t{1} << 20, 'x')}}),
                HasSubstr("larger than 1048576 bytes"));
    EXPECT_THAT(refusal({{"assignee", "\xf0\x28\x8c\x28"}}), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(refusal({{"assi\xff", "sue"}}), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(refusal({{"assignee", nested(64)}}), HasSubstr("nest deeper than 64 levels"));
    EXPECT_THAT(refusal({{"assignee", nested(5000)}}), HasSubstr("nest deeper than 64 levels"));
    EXPECT_THAT(refusal({{"assignee", Json::binary({1, 2})}}), HasSubstr("binary"));
    EXPECT_EQ(harness().get("BUG-1").row.revision, Revision(0));
}

TEST_F(InputTest, WordsOfTheCallerAreBoundToo) {
    ASSERT_TRUE(harness().create("BUG-1"));
    FireRequest request = EngineHarness::fireRequest("BUG-1", "Assign", {{"assignee", "sue"}});
    request.caller.reason = std::string(4097, 'r');
    EXPECT_THAT(harness().call(&Engine::fire, request).error().message, HasSubstr("the reason has 4097 bytes"));
    request.caller.reason = "two\nlines, \u05d0";
    request.caller.requestId = std::string(129, 'i');
    EXPECT_THAT(harness().call(&Engine::fire, request).error().message, HasSubstr("the request id has 129 bytes"));
    request.caller.requestId.clear();
    request.caller.principal = "operator \xff";
    EXPECT_THAT(harness().call(&Engine::fire, request).error().message, HasSubstr("the principal is not valid UTF-8"));
    request.caller.principal = "operator \u05d0";
    ASSERT_TRUE(harness().call(&Engine::fire, request));
    EXPECT_EQ(harness().history("BUG-1").changes.front().caller.reason, "two\nlines, \u05d0");
}

} // namespace
} // namespace signalbox
