#include "tests/engine/store/catalogue_fixture.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(CatalogueTest, NumbersInIdsCountAsNumbers) {
    createIds({"BUG-10", "BUG-9", "bug-100", "A-2", "BUG-0009"});
    EXPECT_THAT(idsOf(list(byId())), ElementsAre("A-2", "BUG-0009", "BUG-9", "BUG-10", "bug-100"));
}

TEST_F(CatalogueTest, AncestorMatchesItsLeaves) {
    create(record(1, "a", 1));
    create(record(2, "b", 3));
    create(record(3, "c", 2));
    const ListReply reply = list(byId([](auto& request) { request.filter.states = {"Open"}; }));
    EXPECT_THAT(idsOf(reply), ElementsAre("a", "c"));
    EXPECT_EQ(reply.total, 2U);
}

TEST_F(CatalogueTest, StateCountsLeaveOutTheStateFilterOnly) {
    create(record(1, "a", 1));
    create(record(2, "b", 3));
    WorkflowRecord other = record(3, "c", 3);
    other.definition = DefinitionKey(2);
    create(other);
    const ListReply reply = list(byId([](auto& request) {
        request.filter.definition = "bug";
        request.filter.states = {"Closed"};
    }));
    EXPECT_EQ(reply.total, 1U);
    EXPECT_THAT(reply.stateCounts, ElementsAre(StateCount{"bug", "Assigned", 1}, StateCount{"bug", "Closed", 1}));
}

TEST_F(CatalogueTest, TextIsFoundWithoutCaseInIdAndAssignee) {
    createIds({"BUG-1", "x", "y"});
    WorkflowRecord assigned = record(3, "y");
    assigned.assignee = "Jürgen ÄBUGÖ";
    apply(TurnWrite::Kind::Update, assigned);
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.text = "bug"; }))), ElementsAre("BUG-1", "y"));
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.text = "JÜRGEN ä"; }))), ElementsAre("y"));
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.assignee = "JÜRGEN äbugö"; }))), ElementsAre("y"));
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.assignee = ""; }))), ElementsAre("BUG-1", "x"));
}

TEST_F(CatalogueTest, RemovedIdIsFreeAndFoundNoMore) {
    createIds({"a", "b"});
    apply(TurnWrite::Kind::Remove, record(1, "a"));
    EXPECT_EQ(m_catalogue.find("a"), std::nullopt);
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1)), std::nullopt);
    EXPECT_EQ(m_catalogue.count(), 1U);
    create(record(3, "a"));
    EXPECT_EQ(m_catalogue.find("a"), WorkflowKey(3));
    EXPECT_THAT(idsOf(list(byId())), ElementsAre("a", "b"));
}

TEST_F(CatalogueTest, ForeignCursorIsRefused) {
    createIds({"a", "b"});
    const std::string next = list(byId([](auto& request) { request.limit = 1; })).next;
    ASSERT_FALSE(next.empty());
    EXPECT_TRUE(m_catalogue.list(startingAt(next), kNow));
    constexpr ListSort kById{.key = SortKey::ById, .descending = false};
    const auto refused = [](const Catalogue& catalogue, ListSort sort, const std::string& cursor) {
        const auto reply = catalogue.list(startingAt(cursor, sort), kNow);
        return !reply && reply.error().code == ErrorCode::InvalidArgument;
    };
    EXPECT_TRUE(refused(m_catalogue, {.key = SortKey::ById, .descending = true}, next));
    EXPECT_TRUE(refused(m_catalogue, {.key = SortKey::ByUpdated, .descending = false}, next));
    EXPECT_TRUE(refused(Catalogue("store-2"), kById, next));
    EXPECT_TRUE(refused(m_catalogue, kById, next.substr(2)));
    EXPECT_TRUE(refused(m_catalogue, kById, "zz"));
}

TEST_F(CatalogueTest, CursorGoesOnWhereItsRowWasThoughItHasGone) {
    createIds({"a", "b", "d", "e"});
    const std::string next = list(byId([](auto& request) { request.limit = 2; })).next;
    apply(TurnWrite::Kind::Remove, record(2, "b"));
    m_key = 4;
    createIds({"aa", "c"});
    const ListReply reply = list(startingAt(next));
    EXPECT_THAT(idsOf(reply), ElementsAre("c", "d", "e"));
    EXPECT_EQ(reply.offset, 2U) << "a and aa come before";
}

TEST_F(CatalogueTest, EnumerationGivesEveryWorkflowThatWasThereAllTheTimeOnce) {
    std::mt19937 random(7);
    std::map<std::uint64_t, std::string> kept;
    for (std::uint64_t key = 1; key <= 500; ++key) {
        create(record(key, fmt::format("w{}", key)));
        if (key % 3 != 0) kept.emplace(key, fmt::format("w{}", key));
    }
    std::vector<std::string> seen;
    std::string token;
    std::uint64_t nextKey = 501;
    std::uint64_t nextGone = 3;
    do {
        const auto page = m_catalogue.enumerate({.token = token, .limit = 7, .isResident = {}});
        ASSERT_TRUE(page);
        for (const auto& item : page->items)
            seen.push_back(item.id);
        token = page->token;
        create(record(nextKey, "late" + std::to_string(nextKey)));
        ++nextKey;
        for (int i = 0; i < 3 && nextGone <= 500; ++i, nextGone += 3)
            apply(TurnWrite::Kind::Remove, record(nextGone, "w" + std::to_string(nextGone)));
    } while (!token.empty());
    std::ranges::sort(seen);
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end()) << "each once";
    for (const auto& [key, id] : kept)
        EXPECT_TRUE(std::ranges::binary_search(seen, id)) << id;
    EXPECT_FALSE(std::ranges::any_of(seen, [](const std::string& id) { return id.starts_with("late"); }));
}

TEST_F(CatalogueTest, EnumerationTellsResidents) {
    createIds({"a", "b", "c"});
    m_catalogue.setResident(WorkflowKey(2), true);
    EXPECT_EQ(m_catalogue.residentCount(), 1U);
    const auto idle = m_catalogue.enumerate({.token = {}, .limit = 10, .isResident = false});
    ASSERT_TRUE(idle);
    EXPECT_THAT(idle->items, ElementsAre(EnumerateReply::Item{"a", false}, EnumerateReply::Item{"c", false}));
    EXPECT_THAT(idle->token, IsEmpty());
    EXPECT_EQ(m_catalogue.enumerate({.token = "00", .limit = 10, .isResident = {}}).error().code,
              ErrorCode::InvalidArgument);
}

TEST_F(CatalogueTest, DefinitionsAreCountedThroughChangesOfVersion) {
    m_catalogue.addDefinition(DefinitionKey(3), chart("bug", 2));
    createIds({"a", "b"});
    WorkflowRecord moved = record(1, "a");
    moved.definition = DefinitionKey(3);
    apply(TurnWrite::Kind::Update, moved);
    using Count = std::pair<DefinitionRef, std::uint64_t>;
    EXPECT_THAT(m_catalogue.countsByDefinition(),
                ElementsAre(Count{{"bug", 1}, 1}, Count{{"bug", 2}, 1}, Count{{"order", 1}, 0}));
}

// -- against a model that does everything the slow way

TEST_F(CatalogueModel, ListsAreThoseOfTheModel) {
    for (int round = 0; round < 300; ++round) {
        for (int i = 0; i < 10; ++i)
            below(2) == 0 ? addOne() : changeOne();
        ListRequest request = someRequest();
        const std::vector<WorkflowRow> all = m_model.list(request.filter, request.sort);
        if (!all.empty()) request.locate = {all[below(static_cast<std::uint32_t>(all.size()))].id, "nobody"};
        const ListReply reply = list(request);
        expectPage(reply, all, std::get<std::uint64_t>(request.start), request.limit);
        for (std::size_t i = 0; i < request.locate.size(); ++i) {
            const auto place = std::ranges::find(all, request.locate[i], &WorkflowRow::id);
            EXPECT_EQ(reply.located[i],
                      place == all.end() ? std::nullopt : std::optional(std::uint64_t(place - all.begin())));
        }
        if (HasFailure()) FAIL() << "round " << round << ", sort " << static_cast<int>(request.sort.key);
    }
}

TEST_F(CatalogueModel, PagesByCursorAddUpToTheWholeList) {
    for (int i = 0; i < 400; ++i)
        below(4) != 0 ? addOne() : changeOne();
    for (int round = 0; round < 100; ++round) {
        ListRequest request = someRequest();
        request.limit = 1 + below(20);
        const std::vector<WorkflowRow> all = m_model.list(request.filter, request.sort);
        request.start = std::uint64_t{0};
        std::size_t first = 0;
        for (;;) {
            const ListReply reply = list(request);
            expectPage(reply, all, first, request.limit);
            first += reply.rows.size();
            if (reply.next.empty() || HasFailure()) break;
            request.start = reply.next;
        }
        EXPECT_EQ(first, all.size());
        if (HasFailure()) FAIL() << "round " << round << ", sort " << static_cast<int>(request.sort.key);
    }
}

TEST_F(CatalogueModel, RowsStayFoundWhenRemovedOnesArePackedAway) {
    for (std::uint64_t key = 1; key <= 10'000; ++key)
        create(record(key, fmt::format("w{}", key)));
    (void)list(byId());
    for (std::uint64_t key = 1; key <= 9'900; ++key)
        apply(TurnWrite::Kind::Remove, record(key, fmt::format("w{}", key)));
    EXPECT_EQ(m_catalogue.count(), 100U);
    for (std::uint64_t key = 9'901; key <= 10'000; ++key)
        EXPECT_EQ(m_catalogue.find(fmt::format("w{}", key)), WorkflowKey(key));
    const ListReply reply = list(byId([](auto& request) { request.start = std::uint64_t{98}; }));
    EXPECT_THAT(idsOf(reply), ElementsAre("w9999", "w10000"));
}

} // namespace
} // namespace signalbox
