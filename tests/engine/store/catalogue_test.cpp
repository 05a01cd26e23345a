#include "engine/store/catalogue.h"
#include "engine/store/catalogue/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Open { Assigned, Deferred }, Closed.
ChartStructure chart(const std::string& name, std::uint32_t version = 1) {
    ChartStructure structure;
    structure.name = name;
    structure.version = version;
    structure.states.resize(4);
    structure.states[0].name = "Open";
    structure.states[1].name = "Assigned";
    structure.states[1].parent = StateIndex(0);
    structure.states[2].name = "Deferred";
    structure.states[2].parent = StateIndex(0);
    structure.states[3].name = "Closed";
    return structure;
}

WorkflowRecord record(std::uint64_t key, const std::string& id, std::uint32_t state = 0) {
    WorkflowRecord record;
    record.key = WorkflowKey(key);
    record.id = id;
    record.definition = DefinitionKey(1);
    record.snapshot.configuration = {StateIndex(state)};
    return record;
}

TurnWrite turn(TurnWrite::Kind kind, const WorkflowRecord& after, std::uint64_t seq = 1) {
    TurnWrite write;
    write.kind = kind;
    write.after = after;
    write.change.seq = Seq(seq);
    return write;
}

// All rows by id, but for what `adjust` says.
ListRequest byId(const std::function<void(ListRequest&)>& adjust = {}) {
    ListRequest request;
    request.sort = {.key = SortKey::ById, .descending = false};
    if (adjust) adjust(request);
    return request;
}

ListRequest startingAt(const std::string& cursor, ListSort sort = {.key = SortKey::ById, .descending = false}) {
    ListRequest request;
    request.sort = sort;
    request.start = cursor;
    return request;
}

std::vector<std::string> idsOf(const ListReply& reply) {
    std::vector<std::string> ids;
    for (const WorkflowRow& row : reply.rows)
        ids.push_back(row.id);
    return ids;
}

class CatalogueTest : public ::testing::Test {
protected:
    CatalogueTest() {
        m_catalogue.addDefinition(DefinitionKey(1), chart("bug"));
        m_catalogue.addDefinition(DefinitionKey(2), chart("order"));
    }

    void apply(TurnWrite::Kind kind, const WorkflowRecord& after) {
        const TurnWrite write = turn(kind, after, ++m_seq);
        m_catalogue.apply(std::span(&write, 1));
    }
    void create(const WorkflowRecord& after) { apply(TurnWrite::Kind::Create, after); }
    void createIds(std::initializer_list<const char*> ids) {
        for (const char* id : ids)
            create(record(++m_key, id));
    }
    [[nodiscard]] ListReply list(const ListRequest& request) const {
        auto reply = m_catalogue.list(request);
        EXPECT_TRUE(reply) << reply.error().message;
        return reply.value_or(ListReply{});
    }

    Catalogue m_catalogue{"store-1"};
    std::uint64_t m_seq = 0;
    std::uint64_t m_key = 0;
};

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
    EXPECT_TRUE(m_catalogue.list(startingAt(next)));
    constexpr ListSort kById{.key = SortKey::ById, .descending = false};
    const auto refused = [](const Catalogue& catalogue, ListSort sort, const std::string& cursor) {
        const auto reply = catalogue.list(startingAt(cursor, sort));
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
        create(record(key, "w" + std::to_string(key)));
        if (key % 3 != 0) kept.emplace(key, "w" + std::to_string(key));
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

struct Model {
    std::map<std::uint64_t, std::pair<WorkflowRecord, bool>> rows; // by key; resident

    [[nodiscard]] static WorkflowRow row(const WorkflowRecord& record, bool isResident) {
        const ChartStructure structure = chart(record.definition == DefinitionKey(1) ? "bug" : "order");
        return {.id = record.id,
                .definition = {structure.name, structure.version},
                .state = structure.states[record.snapshot.configuration[0].value()].name,
                .status = record.status,
                .assignee = record.assignee,
                .revision = record.revision,
                .created = record.created,
                .updated = record.updated,
                .stateSince = record.stateSince,
                .isResident = isResident};
    }

    [[nodiscard]] static bool matches(const WorkflowRow& row, const ListFilter& filter) {
        const bool isOpen = row.state != "Closed";
        const bool isInState = filter.states.empty() || std::ranges::count(filter.states, row.state) > 0 ||
                               (isOpen && std::ranges::count(filter.states, "Open") > 0);
        const bool hasText =
            foldCase(row.id).contains(foldCase(filter.text)) || foldCase(row.assignee).contains(foldCase(filter.text));
        return isInState && hasText && (!filter.definition || row.definition.name == *filter.definition) &&
               (filter.statuses.empty() || std::ranges::count(filter.statuses, row.status) > 0) &&
               (!filter.assignee || foldCase(row.assignee) == foldCase(*filter.assignee)) &&
               (!filter.isResident || row.isResident == *filter.isResident) &&
               (!filter.updatedBefore || row.updated < *filter.updatedBefore) &&
               (!filter.createdAfter || row.created > *filter.createdAfter);
    }

    [[nodiscard]] static int compare(const std::string& a, const std::string& b) {
        if (a == b) return 0;
        return isNaturallyLess(a, b) ? -1 : 1;
    }
    [[nodiscard]] static int compare(const WorkflowRow& a, const WorkflowRow& b, SortKey key) {
        const auto order = [](auto x, auto y) { return x < y ? -1 : (y < x ? 1 : 0); };
        switch (key) {
        case SortKey::ById:
            return compare(a.id, b.id);
        case SortKey::ByDefinition:
            return compare(a.definition.name, b.definition.name);
        case SortKey::ByState:
            return a.state == b.state ? compare(a.definition.name, b.definition.name) : compare(a.state, b.state);
        case SortKey::ByStatus:
            return order(a.status, b.status);
        case SortKey::ByAssignee:
            return compare(a.assignee, b.assignee);
        case SortKey::ByRevision:
            return order(a.revision, b.revision);
        case SortKey::ByCreated:
            return order(a.created, b.created);
        case SortKey::ByUpdated:
            return order(a.updated, b.updated);
        case SortKey::ByStateSince:
            return order(a.stateSince, b.stateSince);
        case SortKey::ByResident:
            return order(a.isResident, b.isResident);
        }
        return 0;
    }

    [[nodiscard]] std::vector<WorkflowRow> list(const ListFilter& filter, const ListSort& sort) const {
        std::vector<WorkflowRow> found;
        for (const auto& [key, entry] : rows) {
            WorkflowRow each = row(entry.first, entry.second);
            if (matches(each, filter)) found.push_back(std::move(each));
        }
        std::ranges::stable_sort(found, [&](const auto& a, const auto& b) { return compare(a, b, sort.key) < 0; });
        if (sort.descending) std::ranges::reverse(found);
        return found;
    }
};

class CatalogueModel : public CatalogueTest {
protected:
    std::uint32_t below(std::uint32_t limit) { return std::uniform_int_distribution(0U, limit - 1)(m_random); }
    Time someTime() { return Time{Duration{static_cast<std::int64_t>(below(50)) - 10}}; }

    void change(WorkflowRecord& record) {
        static const std::vector<std::string> kNames{"", "sue", "Bob", "bob", "Ärne", "ärne", "zoe 2", "zoe 10"};
        record.definition = DefinitionKey(1 + below(2));
        record.snapshot.configuration = {StateIndex(below(4))};
        record.assignee = kNames[below(8)];
        record.status = static_cast<WorkflowStatus>(below(5));
        record.revision = Revision(record.revision.value() + below(3));
        record.updated = someTime();
        record.stateSince = someTime();
    }
    void addOne() {
        static const std::vector<std::string> kPrefixes{"BUG-", "bug-0", "Ä", "order/2024-"};
        const std::string id = kPrefixes[below(4)] + std::to_string(below(5000));
        if (m_catalogue.find(id)) return;
        WorkflowRecord added = record(m_key += 1 + below(3), id);
        added.created = someTime();
        change(added);
        create(added);
        m_model.rows[m_key] = {added, false};
    }
    void changeOne() {
        auto place = m_model.rows.lower_bound(below(static_cast<std::uint32_t>(m_key) + 1));
        if (place == m_model.rows.end()) return;
        auto& [changed, isResident] = place->second;
        if (below(4) == 0) {
            apply(TurnWrite::Kind::Remove, changed);
            m_model.rows.erase(place);
        } else if (below(4) == 0) {
            isResident = !isResident;
            m_catalogue.setResident(changed.key, isResident);
        } else {
            change(changed);
            apply(TurnWrite::Kind::Update, changed);
        }
    }
    ListRequest someRequest() {
        ListRequest request;
        if (below(3) == 0) request.filter.definition = below(2) == 0 ? "bug" : "order";
        if (below(3) == 0) request.filter.states = {below(2) == 0 ? "Open" : "Closed"};
        if (below(4) == 0) request.filter.statuses = {WorkflowStatus::Active, WorkflowStatus::Faulted};
        if (below(4) == 0) request.filter.assignee = below(2) == 0 ? "BOB" : "ÄRNE";
        if (below(4) == 0) request.filter.isResident = below(2) == 0;
        if (below(4) == 0) request.filter.text = below(2) == 0 ? "1" : "ä";
        if (below(6) == 0) request.filter.updatedBefore = someTime();
        if (below(6) == 0) request.filter.createdAfter = someTime();
        request.sort = {.key = static_cast<SortKey>(below(10)), .descending = below(2) == 0};
        request.limit = below(60);
        request.start = std::uint64_t{below(30)};
        return request;
    }
    void expectPage(const ListReply& reply, const std::vector<WorkflowRow>& all, std::size_t first, std::size_t limit) {
        EXPECT_EQ(reply.total, all.size());
        first = std::min(first, all.size());
        const std::size_t count = std::min(limit, all.size() - first);
        EXPECT_EQ(reply.offset, first);
        ASSERT_EQ(reply.rows.size(), count);
        for (std::size_t i = 0; i < count; ++i)
            EXPECT_EQ(reply.rows[i], all[first + i]) << reply.rows[i].id << " for " << all[first + i].id;
    }

    Model m_model;
    std::mt19937 m_random{42};
};

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
        create(record(key, "w" + std::to_string(key)));
    (void)list(byId());
    for (std::uint64_t key = 1; key <= 9'900; ++key)
        apply(TurnWrite::Kind::Remove, record(key, "w" + std::to_string(key)));
    EXPECT_EQ(m_catalogue.count(), 100U);
    for (std::uint64_t key = 9'901; key <= 10'000; ++key)
        EXPECT_EQ(m_catalogue.find("w" + std::to_string(key)), WorkflowKey(key));
    const ListReply reply = list(byId([](auto& request) { request.start = std::uint64_t{98}; }));
    EXPECT_THAT(idsOf(reply), ElementsAre("w9999", "w10000"));
}

} // namespace
} // namespace signalbox
