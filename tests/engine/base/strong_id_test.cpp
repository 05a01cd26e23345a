#include "engine/base/strong_id.h"

#include <gtest/gtest.h>

#include <concepts>
#include <limits>
#include <unordered_set>

namespace signalbox {
namespace {

using Apples = StrongId<struct AppleTag>;
using Pears = StrongId<struct PearTag>;
using Small = StrongId<struct SmallTag, std::uint32_t>;

static_assert(!std::convertible_to<Apples, Pears>);
static_assert(!std::equality_comparable_with<Apples, Pears>);
static_assert(!std::convertible_to<int, Apples>);
static_assert(!std::convertible_to<Apples, std::uint64_t>);
static_assert(sizeof(Small) == sizeof(std::uint32_t));

TEST(StrongId, OrdersByItsNumber) {
    EXPECT_EQ(Apples{}, Apples{0});
    EXPECT_LT(Apples{2}, Apples{10});
    EXPECT_GT(Apples{std::numeric_limits<std::uint64_t>::max()}, Apples{0});
}

TEST(StrongId, EqualOnesAreOneKeyOfAHashTable) {
    const std::unordered_set<Small> ids{Small{7}, Small{8}, Small{7}};
    EXPECT_EQ(ids.size(), 2U);
    EXPECT_TRUE(ids.contains(Small{8}));
}

} // namespace
} // namespace signalbox
