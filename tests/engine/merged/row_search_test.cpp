#include "engine/merged/row_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

namespace signalbox {
namespace {

using testing::ElementsAre;

using Rows = std::vector<WorkflowRow>;

WorkflowRow row(const std::string& id, std::uint64_t revision) {
    WorkflowRow result;
    result.id = id;
    result.revision = Revision{revision};
    return result;
}

ListSort byRevision(bool isDescending = false) {
    return {.key = SortKey::ByRevision, .descending = isDescending};
}

// `count` rows with revisions below `range`, in order; many are equal.
Rows randomRows(std::mt19937& random, const std::string& name, std::size_t count, std::uint64_t range,
                bool isDescending) {
    std::vector<std::uint64_t> revisions(count);
    std::ranges::generate(revisions, [&] { return random() % range; });
    std::ranges::sort(revisions);
    if (isDescending) std::ranges::reverse(revisions);
    Rows rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back(row(name + '/' + std::to_string(i), revisions[i]));
    return rows;
}

ListReply answer(const Rows& rows, const RowSearch::Probe& probe) {
    ListReply reply;
    reply.total = rows.size();
    reply.offset = std::min<std::uint64_t>(probe.first, rows.size());
    for (std::uint64_t i = reply.offset; i < rows.size() && i < reply.offset + probe.limit; ++i)
        reply.rows.push_back(rows[i]);
    return reply;
}

// Asks until nothing is missing.  Returns: how often.
int search(RowSearch& search, const std::vector<Rows>& lists) {
    for (int rounds = 0; rounds < 50; ++rounds) {
        const auto probes = search.missing();
        if (probes.empty()) return rounds;
        for (const RowSearch::Probe& probe : probes)
            search.add(probe, answer(lists[probe.list], probe));
    }
    ADD_FAILURE() << "it does not come to an end";
    return 50;
}

// All rows as the search is to have them.
Rows sorted(const std::vector<Rows>& lists, const ListSort& sort) {
    struct Place {
        std::size_t list;
        std::size_t number;
    };
    std::vector<Place> places;
    for (std::size_t list = 0; list < lists.size(); ++list)
        for (std::size_t i = 0; i < lists[list].size(); ++i)
            places.push_back({list, i});
    const RowOrder order(sort);
    std::ranges::sort(places, [&](const Place& a, const Place& b) {
        if (a.list == b.list) return a.number < b.number;
        return order.isBefore(lists[a.list][a.number], a.list, lists[b.list][b.number], b.list);
    });
    Rows rows;
    for (const Place& place : places)
        rows.push_back(lists[place.list][place.number]);
    return rows;
}

std::vector<std::string> ids(const Rows& rows, std::size_t first, std::size_t limit) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < std::min(rows.size(), first + limit); ++i)
        ids.push_back(rows[i].id);
    return ids;
}

TEST(RowSearch, TheTopTakesOneQuestionToEachList) {
    const std::vector<Rows> lists{{row("eu/A", 1), row("eu/B", 5)}, {row("us/A", 1), row("us/B", 2)}};
    RowSearch found(2, byRevision(), 0, 3, {});
    EXPECT_EQ(search(found, lists), 1);
    EXPECT_THAT(ids(found.reply().rows, 0, 9), ElementsAre("eu/A", "us/A", "us/B"));
    EXPECT_EQ(found.reply().total, 4U);
}

TEST(RowSearch, ADescendingOrderIsTheExactReverse) {
    const std::vector<Rows> up{{row("eu/A", 1), row("eu/B", 5)}, {row("us/A", 1), row("us/B", 5)}};
    std::vector<Rows> down = up;
    for (Rows& rows : down)
        std::ranges::reverse(rows);
    RowSearch ascending(2, byRevision(), 0, 9, {});
    RowSearch descending(2, byRevision(true), 0, 9, {});
    search(ascending, up);
    search(descending, down);
    std::vector<std::string> reversed = ids(descending.reply().rows, 0, 9);
    std::ranges::reverse(reversed);
    EXPECT_EQ(ids(ascending.reply().rows, 0, 9), reversed);
}

// Lists, rows in each, different keys: from all alike to none.
class RowSearchAnywhereTest : public testing::TestWithParam<std::tuple<int, int, int>> {};

TEST_P(RowSearchAnywhereTest, APageIsExactAtAnyDepthInFewRounds) {
    const auto [listCount, rowCount, range] = GetParam();
    std::mt19937 random(42);
    for (const bool isDescending : {false, true}) {
        std::vector<Rows> lists;
        for (int i = 0; i < listCount; ++i)
            lists.push_back(randomRows(random, std::to_string(i),
                                       static_cast<std::size_t>(rowCount) / (static_cast<std::size_t>(i) + 1),
                                       static_cast<std::uint64_t>(range), isDescending));
        const Rows all = sorted(lists, byRevision(isDescending));
        for (int page = 0; page < 12; ++page) {
            const std::size_t first = page == 0 ? all.size() - 3 : random() % all.size();
            const std::size_t list = random() % lists.size();
            const std::size_t number = random() % lists[list].size();
            RowSearch found(lists.size(), byRevision(isDescending), first, 100, {list});
            found.setLocated(0, number);
            EXPECT_LE(search(found, lists), 12) << first;
            const ListReply reply = found.reply();
            EXPECT_EQ(ids(reply.rows, 0, 1000), ids(all, first, 100)) << first;
            ASSERT_TRUE(reply.located[0]);
            EXPECT_EQ(all[*reply.located[0]].id, lists[list][number].id);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RowSearchAnywhereTest,
                         testing::Values(std::tuple(1, 20'000, 1'000'000), std::tuple(2, 50'000, 1),
                                         std::tuple(2, 50'000, 3), std::tuple(3, 50'000, 1'000'000),
                                         std::tuple(5, 30'000, 500), std::tuple(2, 300, 10)));

TEST(RowSearch, BehindTheEndIsNothing) {
    const std::vector<Rows> lists{{row("eu/A", 1)}, {row("us/A", 1)}};
    RowSearch found(2, byRevision(), 5'000, 10, {});
    search(found, lists);
    EXPECT_TRUE(found.reply().rows.empty());
    EXPECT_EQ(found.reply().offset, 2U);
}

TEST(RowSearch, CountsAddUpByDefinitionAndState) {
    std::vector<StateCount> sums{{"bug", "Open", 2}, {"order", "Paid", 1}};
    addStateCounts(sums, {{"bug", "Closed", 1}, {"bug", "Open", 3}});
    EXPECT_THAT(sums, ElementsAre(StateCount{"bug", "Open", 5}, StateCount{"bug", "Closed", 1},
                                  StateCount{"order", "Paid", 1}));
}

} // namespace
} // namespace signalbox
