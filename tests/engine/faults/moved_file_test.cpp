#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using testing::HasSubstr;

// What somebody does to the files of a store that is open.
struct Meddling {
    std::string name;
    std::function<void(const std::string& file)> act;
};

void putInPlace(const std::string& other, const std::string& file) {
    fs::rename(other, file);
}

class MovedFileTest : public testing::TestWithParam<Meddling> {
protected:
    MovedFileTest() {
        // Another store, to be put in the place of the one that is open.
        auto other = SqliteStore::open(dir.file("other.db"), {}, clock);
        EngineHarness(**other).create("BUG-1");
        other->reset();
        store = *SqliteStore::open(dir.file("bugs.db"), {}, clock);
        harness = std::make_unique<EngineHarness>(*store);
        EXPECT_TRUE(harness->create("BUG-1"));
        EXPECT_TRUE(assign());
    }
    Result<FireReply> assign() { return harness->fire("BUG-1", "Assign", {{"assignee", "Joe"}}); }
    void readNested(int depth) {
        if (depth == 0) return;
        const Status read = store->forEachWorkflow([&](const WorkflowRecord& record) {
            EXPECT_EQ(record.revision, Revision(1));
            readNested(depth - 1);
        });
        EXPECT_TRUE(read || read.error().code == ErrorCode::Io) << read.error().message;
    }
    void meddle() { GetParam().act(dir.file("bugs.db")); }

    TempDir dir;
    ManualClock clock;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<EngineHarness> harness;
};

TEST_P(MovedFileTest, IsNoticedBeforeATurnIsAcknowledged) {
    meddle();
    EXPECT_EQ(assign().error().code, ErrorCode::OutcomeUnknown);
    EXPECT_EQ(assign().error().code, ErrorCode::ReadOnly);
    EXPECT_THAT(harness->statistics().readOnlyReason, HasSubstr("removed or replaced"));
    EXPECT_THAT(harness->statistics().readOnlyReason, HasSubstr(dir.file("bugs.db")));
}

TEST_P(MovedFileTest, IsNoticedWithinTwoSecondsWithoutAnyTurn) {
    meddle();
    harness->scheduler.advance(seconds{2});
    EXPECT_TRUE(harness->statistics().isReadOnly);
    EXPECT_EQ(assign().error().code, ErrorCode::ReadOnly);
}

TEST_P(MovedFileTest, IsNeverReadForTheOneThatIsOpen) {
    meddle();
    // More readers at once than are kept open: the inner ones must open the file anew.
    readNested(3);
}

INSTANTIATE_TEST_SUITE_P(By, MovedFileTest,
                         testing::Values(Meddling{"Removing", [](const std::string& file) { fs::remove(file); }},
                                         Meddling{"RemovingTheLog",
                                                  [](const std::string& file) { fs::remove(file + "-wal"); }},
                                         Meddling{"RemovingAll",
                                                  [](const std::string& file) {
                                                      for (const char* end : {"", "-wal", "-shm"})
                                                          fs::remove(file + end);
                                                  }},
                                         Meddling{"Exchanging",
                                                  [](const std::string& file) {
                                                      putInPlace(fs::path(file).replace_filename("other.db"), file);
                                                  }},
                                         Meddling{"MovingTheFolder",
                                                  [](const std::string& file) {
                                                      const fs::path folder = fs::path(file).parent_path();
                                                      fs::rename(folder, folder.string() + ".moved");
                                                      fs::create_directory(folder);
                                                      fs::remove_all(folder.string() + ".moved");
                                                  }}),
                         [](const auto& meddling) { return meddling.param.name; });

} // namespace
} // namespace signalbox
