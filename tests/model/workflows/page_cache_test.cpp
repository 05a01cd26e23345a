#include "model/workflows/page_cache.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using model::PageCache;

std::vector<WorkflowRow> rows(int first, int count) {
    std::vector<WorkflowRow> made(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        made[static_cast<std::size_t>(i)].id = "W-" + std::to_string(first + i);
    return made;
}

} // namespace

TEST(PageCache, FindsRowsByNumberAndById) {
    PageCache cache;
    cache.put(PageCache::kPageRows, rows(PageCache::kPageRows, PageCache::kPageRows + 3));
    EXPECT_EQ(cache.find(PageCache::kPageRows + 1)->id, "W-129");
    EXPECT_EQ(cache.find(2 * PageCache::kPageRows + 2)->id, "W-258");
    EXPECT_EQ(cache.find(2 * PageCache::kPageRows + 3), nullptr);
    EXPECT_EQ(cache.find(0), nullptr);
    EXPECT_EQ(cache.rowOf("W-130"), 130);
    EXPECT_FALSE(cache.rowOf("W-1"));
}

TEST(PageCache, ForgetsThePageUsedLeastRecentlyAndItsIds) {
    PageCache cache;
    for (int page = 0; page < static_cast<int>(PageCache::kMaxPages); ++page)
        cache.put(page * PageCache::kPageRows, rows(page * PageCache::kPageRows, PageCache::kPageRows));
    ASSERT_TRUE(cache.find(0)); // used again: page 1 is the oldest now
    const int next = static_cast<int>(PageCache::kMaxPages) * PageCache::kPageRows;
    cache.put(next, rows(next, 1));
    EXPECT_TRUE(cache.find(0));
    EXPECT_FALSE(cache.hasPage(1));
    EXPECT_FALSE(cache.rowOf("W-128"));
    EXPECT_TRUE(cache.rowOf("W-" + std::to_string(next)));
}

TEST(PageCache, APageReadAnewReplacesItsIds) {
    PageCache cache;
    cache.put(0, rows(0, 3));
    cache.put(0, rows(2, 2));
    EXPECT_FALSE(cache.rowOf("W-0"));
    EXPECT_EQ(cache.rowOf("W-2"), 0);
}

} // namespace signalbox::tests
