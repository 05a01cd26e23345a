#pragma once

#include "engine/store/catalogue.h"
#include "engine/store/catalogue/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// When lists are asked for.
inline constexpr Time kNow{Duration{30}};

// Open { Assigned, Deferred }, Closed. Longer than 20 in Assigned or Closed is overdue.
inline ChartStructure chart(const std::string& name, std::uint32_t version = 1) {
    ChartStructure structure;
    structure.name = name;
    structure.version = version;
    structure.states.resize(4);
    structure.states[0].name = "Open";
    structure.states[1].name = "Assigned";
    structure.states[1].parent = StateIndex(0);
    structure.states[1].limit = Duration{20};
    structure.states[2].name = "Deferred";
    structure.states[2].parent = StateIndex(0);
    structure.states[3].name = "Closed";
    structure.states[3].limit = Duration{20};
    return structure;
}

inline WorkflowRecord record(std::uint64_t key, const std::string& id, std::uint32_t state = 0) {
    WorkflowRecord record;
    record.key = WorkflowKey(key);
    record.id = id;
    record.definition = DefinitionKey(1);
    record.snapshot.configuration = {StateIndex(state)};
    return record;
}

inline TurnWrite turn(TurnWrite::Kind kind, const WorkflowRecord& after, std::uint64_t seq = 1) {
    TurnWrite write;
    write.kind = kind;
    write.after = after;
    write.change.seq = Seq(seq);
    return write;
}

// All rows by id, but for what `adjust` says.
inline ListRequest byId(const std::function<void(ListRequest&)>& adjust = {}) {
    ListRequest request;
    request.sort = {.key = SortKey::ById, .descending = false};
    if (adjust) adjust(request);
    return request;
}

inline ListRequest startingAt(const std::string& cursor, ListSort sort = {.key = SortKey::ById, .descending = false}) {
    ListRequest request;
    request.sort = sort;
    request.start = cursor;
    return request;
}

inline std::vector<std::string> idsOf(const ListReply& reply) {
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
        auto reply = m_catalogue.list(request, kNow);
        EXPECT_TRUE(reply) << reply.error().message;
        return reply.value_or(ListReply{});
    }

    Catalogue m_catalogue{"store-1"};
    std::uint64_t m_seq = 0;
    std::uint64_t m_key = 0;
};

// What a catalogue answers, worked out the slow way.
struct CatalogueReference {
    std::map<std::uint64_t, std::pair<WorkflowRecord, bool>> rows; // by key; resident
    struct Waiting {
        std::optional<Time> nextTimer;
        std::uint32_t pending = 0;
        std::uint32_t failed = 0;
    };
    std::map<std::uint64_t, Waiting> waiting{}; // by key

    [[nodiscard]] static std::optional<Time> overdueSince(const WorkflowRow& row) {
        const Time since = row.stateSince + Duration{20};
        const bool hasLimit = row.state == "Assigned" || row.state == "Closed";
        return hasLimit && !hasEnded(row.status) && since < kNow ? std::optional(since) : std::nullopt;
    }
    [[nodiscard]] WorkflowRow waitingRow(std::uint64_t key) const {
        const auto& [record, isResident] = rows.at(key);
        WorkflowRow result = row(record, isResident);
        result.overdueSince = overdueSince(result);
        const auto found = waiting.find(key);
        if (found == waiting.end()) return result;
        result.nextTimer = found->second.nextTimer;
        result.pendingEffects = found->second.pending;
        result.failedEffects = found->second.failed;
        return result;
    }

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
               (!filter.createdAfter || row.created > *filter.createdAfter) &&
               (!filter.hasFailedEffects || (row.failedEffects > 0) == *filter.hasFailedEffects) &&
               (!filter.isOverdue || row.overdueSince.has_value() == *filter.isOverdue) &&
               (!filter.timerDueBefore || (row.nextTimer && *row.nextTimer < *filter.timerDueBefore));
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
        case SortKey::ByNextTimer:
            return order(a.nextTimer.value_or(Time::max()), b.nextTimer.value_or(Time::max()));
        }
        return 0;
    }

    [[nodiscard]] std::vector<WorkflowRow> list(const ListFilter& filter, const ListSort& sort) const {
        std::vector<WorkflowRow> found;
        for (const auto& [key, entry] : rows) {
            WorkflowRow each = waitingRow(key);
            if (matches(each, filter)) found.push_back(std::move(each));
        }
        std::ranges::stable_sort(found, [&](const auto& a, const auto& b) { return compare(a, b, sort.key) < 0; });
        if (sort.descending) std::ranges::reverse(found);
        if (sort.key == SortKey::ByNextTimer)
            std::ranges::stable_partition(found, [](const auto& each) { return each.nextTimer.has_value(); });
        return found;
    }
};

// A catalogue and its reference, which random turns change alike.
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
            m_model.waiting.erase(place->first);
            m_model.rows.erase(place);
        } else if (below(3) == 0) {
            changeWaiting(changed);
        } else if (below(4) == 0) {
            isResident = !isResident;
            m_catalogue.setResident(changed.key, isResident);
        } else {
            change(changed);
            apply(TurnWrite::Kind::Update, changed);
        }
    }
    void changeWaiting(const WorkflowRecord& changed) {
        CatalogueReference::Waiting& waiting = m_model.waiting[changed.key.value()];
        waiting.pending = below(3);
        waiting.failed = below(2);
        m_catalogue.setEffectCounts(changed.key, waiting.pending, waiting.failed);
        waiting.nextTimer = below(3) == 0 ? std::nullopt : std::optional(someTime());
        TurnWrite write = turn(TurnWrite::Kind::Update, changed, ++m_seq);
        write.timersDropped = {"some"};
        write.nextTimer = waiting.nextTimer;
        m_catalogue.apply(std::span(&write, 1));
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
        if (below(6) == 0) request.filter.hasFailedEffects = below(2) == 0;
        if (below(6) == 0) request.filter.isOverdue = below(2) == 0;
        if (below(6) == 0) request.filter.timerDueBefore = someTime();
        request.sort = {.key = static_cast<SortKey>(below(11)), .descending = below(2) == 0};
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

    CatalogueReference m_model;
    std::mt19937 m_random{42};
};

} // namespace signalbox
