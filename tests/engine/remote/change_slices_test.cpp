#include "engine/remote/server/change_slices.h"
#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/lists.h"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

Change change(std::uint64_t seq, const std::string& argument = "joe") {
    Change made;
    made.seq = Seq{seq};
    made.id = "BUG-1";
    made.trigger = "Assign";
    made.arguments = {{"assignee", argument}};
    return made;
}

Change decoded(const grpc::Slice& slice) {
    v1::WatchBatch message;
    EXPECT_TRUE(message.ParseFromArray(slice.begin(), static_cast<int>(slice.size())));
    EXPECT_EQ(message.changes_size(), 1);
    wire::Faults faults;
    const WatchBatch batch = wire::decode(message, faults);
    EXPECT_FALSE(faults.first());
    return batch.changes.at(0);
}

TEST(ChangeSlices, ChangeOfManyWatchersIsEncodedOnce) {
    ChangeSlices slices;
    const grpc::Slice first = slices.of(change(7));
    EXPECT_EQ(slices.of(change(7)).begin(), first.begin());
    EXPECT_EQ(decoded(first).seq, Seq{7});
    EXPECT_EQ(decoded(first).arguments, change(7).arguments);
}

TEST(ChangeSlices, AnotherChangeIsNeverGivenInItsPlace) {
    ChangeSlices slices;
    for (std::uint64_t seq = 0; seq < 5000; ++seq)
        EXPECT_EQ(decoded(slices.of(change(seq))).seq, Seq{seq});
    for (std::uint64_t seq = 0; seq < 5000; ++seq)
        EXPECT_EQ(decoded(slices.of(change(seq))).seq, Seq{seq});
}

TEST(ChangeSlices, ReaderFarBehindLeavesTheNewestInPlace) {
    ChangeSlices slices;
    const grpc::Slice newest = slices.of(change(5000));
    for (std::uint64_t seq = 1; seq < 5000; ++seq)
        static_cast<void>(slices.of(change(seq)));
    EXPECT_EQ(slices.of(change(5000)).begin(), newest.begin());
}

TEST(ChangeSlices, LargeChangeIsNotKept) {
    ChangeSlices slices;
    const Change large = change(7, std::string(100'000, 'x'));
    const grpc::Slice first = slices.of(large);
    EXPECT_NE(slices.of(large).begin(), first.begin());
    EXPECT_EQ(decoded(first).arguments, large.arguments);
}

} // namespace
} // namespace signalbox
