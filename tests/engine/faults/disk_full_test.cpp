#include "engine/store/sqlite/ballast.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/small_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

constexpr std::uint64_t kDiskBytes = 8 << 20;

// An engine over a store on a real disk that gets full.
class DiskFullTest : public testing::Test {
protected:
    void SetUp() override {
        if (!disk.obstacle().empty()) GTEST_SKIP() << disk.obstacle();
        open();
    }
    void open() {
        harness.reset();
        store.reset();
        auto opened = SqliteStore::open(disk.file("bugs.db"), {}, clock);
        ASSERT_TRUE(opened) << opened.error().message;
        store = *std::move(opened);
        harness = std::make_unique<EngineHarness>(*store);
    }
    void pass(seconds time) {
        for (seconds passed{0}; passed < time; ++passed) {
            clock.advance(seconds{1});
            harness->scheduler.advance(seconds{1});
        }
    }
    Result<FireReply> assign() {
        FireRequest request = EngineHarness::fireRequest("BUG-1", "Assign", {{"assignee", "Joe"}});
        request.createFrom = DefinitionRef{.name = "bug"};
        return harness->call(&Engine::fire, request);
    }
    // Fires until the disk refuses.  Returns: how often it did not.
    std::uint64_t assignUntilFull() {
        std::uint64_t count = 0;
        auto reply = assign();
        for (; reply; reply = assign())
            count = reply->revision.value();
        EXPECT_EQ(reply.error().code, ErrorCode::DiskFull) << reply.error().message;
        EXPECT_GT(reply.error().retryAfter, std::chrono::milliseconds{0});
        return count;
    }
    [[nodiscard]] std::uint64_t ballastBytes() const {
        return std::filesystem::file_size(disk.file("bugs.db.ballast"));
    }

    SmallDisk disk{kDiskBytes};
    ManualClock clock;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<EngineHarness> harness;
};

TEST_F(DiskFullTest, IsToldWithPathAndBytesWhileReadingGoesOn) {
    ASSERT_TRUE(assign());
    disk.fill(100'000);
    const std::uint64_t done = assignUntilFull();
    const Statistics now = harness->statistics();
    EXPECT_TRUE(now.isReadOnly);
    EXPECT_THAT(now.readOnlyReason, AllOf(HasSubstr(disk.file("bugs.db")), ContainsRegex("[0-9]+ bytes are left"),
                                          ContainsRegex("[0-9]+ bytes are needed")));
    EXPECT_EQ(harness->get("BUG-1").row.revision, Revision(done));
    EXPECT_EQ(harness->history("BUG-1").total, done + 1);
    EXPECT_EQ(store->verifyChain().value(), Seq(done + 1));
}

TEST_F(DiskFullTest, EndsByItselfWithinTenSecondsOfSpace) {
    disk.fill(300'000);
    const std::uint64_t done = assignUntilFull();
    pass(seconds{60});
    EXPECT_TRUE(harness->statistics().isReadOnly) << "there is no space yet";
    disk.empty();
    pass(seconds{10});
    EXPECT_FALSE(harness->statistics().isReadOnly);
    EXPECT_EQ(assign()->revision, Revision(done + 1));
    EXPECT_EQ(ballastBytes(), Ballast::kBytes) << "taken again";
    EXPECT_EQ(store->verifyChain().value(), Seq(done + 2));
}

TEST_F(DiskFullTest, FreesTheBallastSoThatTheStoreCanBeOpenedAgain) {
    EXPECT_EQ(ballastBytes(), Ballast::kBytes);
    disk.fill(100'000);
    const std::uint64_t done = assignUntilFull();
    EXPECT_EQ(ballastBytes(), 0U);
    disk.fill(200'000);
    ASSERT_NO_FATAL_FAILURE(open());
    EXPECT_EQ(harness->get("BUG-1").row.revision, Revision(done));
    EXPECT_EQ(assign().error().code, ErrorCode::DiskFull) << "it knows from the start";
    disk.empty();
    pass(seconds{10});
    EXPECT_EQ(assign()->revision, Revision(done + 1));
}

// As a process that is killed, and its log, meet a disk that is still full.
TEST_F(DiskFullTest, LosesNothingThatWasAcknowledgedHoweverOftenItComes) {
    ASSERT_TRUE(assign());
    std::uint64_t done = 1;
    for (std::uint64_t spare = 0; spare < 400'000; spare += 23'000) {
        disk.fill(spare);
        done = std::max(done, assignUntilFull());
        EXPECT_EQ(harness->get("BUG-1").row.revision, Revision(done));
        disk.empty();
        pass(seconds{10});
        ASSERT_TRUE(assign()) << store->refusal()->message;
        ++done;
    }
    open();
    EXPECT_EQ(harness->get("BUG-1").row.revision, Revision(done));
    EXPECT_EQ(store->verifyChain().value(), Seq(done + 1));
}

} // namespace
} // namespace signalbox
