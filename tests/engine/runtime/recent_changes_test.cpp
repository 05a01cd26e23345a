#include "engine/runtime/engine.h"
#include "engine/runtime/watch/recent_changes.h"
#include "tests/support/engine_harness.h"
#include "tests/support/forwarding_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

RecentChanges::ChangePtr change(std::uint64_t seq, std::size_t size = 0) {
    auto made = std::make_shared<Change>();
    made->seq = Seq{seq};
    if (size > 0) made->arguments = {{"text", std::string(size, 'x')}};
    return made;
}

void addEach(RecentChanges& recent, std::uint64_t first, std::uint64_t last, std::size_t size = 0) {
    for (std::uint64_t seq = first; seq <= last; ++seq)
        recent.add(std::vector{change(seq, size)});
}

std::vector<std::uint64_t> seqsAfter(const RecentChanges& recent, std::uint64_t after, std::size_t limit = 100'000) {
    std::vector<std::uint64_t> seqs;
    const auto found = recent.after(Seq{after}, limit);
    if (!found) throw std::runtime_error("not all of them are here");
    for (const auto& each : *found)
        seqs.push_back(each->seq.value());
    return seqs;
}

TEST(RecentChanges, GiveThoseAboveAPositionInPages) {
    RecentChanges recent(Seq{10});
    addEach(recent, 11, 20);
    EXPECT_THAT(seqsAfter(recent, 10, 3), ElementsAre(11, 12, 13));
    EXPECT_THAT(seqsAfter(recent, 18), ElementsAre(19, 20));
    EXPECT_THAT(seqsAfter(recent, 20), IsEmpty());
}

TEST(RecentChanges, WhatIsNotHereIsLeftToTheStore) {
    RecentChanges recent(Seq{10});
    EXPECT_FALSE(recent.after(Seq{9}, 10));
    addEach(recent, 11, 12);
    EXPECT_FALSE(recent.after(Seq{9}, 10));
    recent.skipTo(Seq{15});
    EXPECT_FALSE(recent.after(Seq{12}, 10)) << "13 to 15 would be left out";
    addEach(recent, 16, 17);
    EXPECT_THAT(seqsAfter(recent, 15), ElementsAre(16, 17));
}

TEST(RecentChanges, AreBoundedInNumber) {
    RecentChanges recent(Seq{});
    addEach(recent, 1, 10'000);
    EXPECT_FALSE(recent.after(Seq{10'000 - 4097}, 1));
    EXPECT_EQ(seqsAfter(recent, 10'000 - 4096).size(), 4096U);
}

TEST(RecentChanges, AreBoundedInBytes) {
    RecentChanges recent(Seq{});
    addEach(recent, 1, 100, std::size_t{1} << 20);
    EXPECT_FALSE(recent.after(Seq{96}, 1));
    EXPECT_EQ(seqsAfter(recent, 97).size(), 3U) << "4 MiB hold three of a little more than one";
    addEach(recent, 101, 101, std::size_t{8} << 20);
    EXPECT_FALSE(recent.after(Seq{100}, 1)) << "one that is larger than the bound is not kept";
    EXPECT_THAT(seqsAfter(recent, 101), IsEmpty());
}

// Counts what is read of the log.
class CountedLog final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override {
        ++reads;
        return ForwardingStore::changesAfter(after, limit);
    }
    int reads = 0;
};

TEST(WatchersThatFellBehind, AreFedWithoutTheStoreWhileTheNewestSuffice) {
    MemoryStore memory;
    CountedLog log(memory);
    EngineHarness harness{log, {}};
    std::vector<std::uint64_t> first;
    const auto collect = [](std::vector<std::uint64_t>& seqs) {
        return [&seqs](const Result<WatchBatch>& batch) {
            for (const Change& change : batch->changes)
                seqs.push_back(change.seq.value());
        };
    };
    const auto watch = harness.engine().watch({.after = {}, .id = {}}, collect(first));
    ASSERT_TRUE(harness.create("BUG-1"));
    for (int number = 0; number < 1000; ++number)
        ASSERT_TRUE(harness.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    std::vector<std::vector<std::uint64_t>> others(50);
    std::vector<std::unique_ptr<WatchHandle>> watches;
    for (auto& seqs : others)
        watches.push_back(harness.engine().watch({.after = Seq{}, .id = {}}, collect(seqs)));
    harness.scheduler.runAll();
    EXPECT_EQ(first.size(), 1001U);
    for (const auto& seqs : others)
        EXPECT_EQ(seqs, first);
    EXPECT_EQ(log.reads, 0);
}

} // namespace
} // namespace signalbox
