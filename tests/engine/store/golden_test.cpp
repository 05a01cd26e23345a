#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace signalbox {
namespace {

namespace fs = std::filesystem;

// Stores that Signalbox wrote when their format was the newest one. They stay for all time: whoever changes the format
// brings a migration that opens them. format-1: two bugs that were handed on, and a story of several more with one that
// was terminated and removed; 24 changes.
class GoldenTest : public StoreTest {
protected:
    void SetUp() override {
        for (const char* suffix : {"", ".watermark"})
            fs::copy_file(std::string(SIGNALBOX_GOLDEN_FOLDER "/format-1.sqlite") + suffix, path() + suffix);
        open();
    }
    [[nodiscard]] WorkflowRecord record(const std::string& id) {
        std::vector<WorkflowKey> keys;
        EXPECT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& row) {
            if (row.id == id) keys.push_back(row.key);
        }));
        EXPECT_EQ(keys.size(), 1U);
        return store().load(keys.at(0)).value().value();
    }
};

TEST_F(GoldenTest, StoreOfFormat1IsWhole) {
    const auto summary = store().verify();
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->workflowCount, 5U);
    EXPECT_EQ(summary->lastSeq, store().identity().lastSeq);
}

TEST_F(GoldenTest, StoreOfFormat1TellsItsHistory) {
    const WorkflowRecord bug = record("actor1");
    EXPECT_EQ(bug.status, WorkflowStatus::Finished);
    EXPECT_EQ(bug.revision, Revision(5));
    const auto history = store().changesBack(bug.lastChange, 10);
    ASSERT_TRUE(history) << history.error().message;
    ASSERT_EQ(history->size(), 6U);
    EXPECT_EQ(history->back().kind, ChangeKind::Created);
    EXPECT_EQ(history->at(4).arguments, (Json{{"assignee", "Joe"}}));
    EXPECT_EQ(history->at(4).caller.principal, "operator sue");
    EXPECT_EQ(history->front().to, bug.snapshot.configuration.front());
}

TEST_F(GoldenTest, StoreOfFormat1GoesOn) {
    TurnWrite turn = fired(record("actor2"), 1);
    ASSERT_TRUE(commit(turn));
    open();
    EXPECT_EQ(store().verify().value().lastSeq, turn.change.seq);
    EXPECT_EQ(record("actor2"), turn.after);
}

} // namespace
} // namespace signalbox
