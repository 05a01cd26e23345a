#include "engine/store/catalogue/sort_plan.h"

#include "engine/store/catalogue/text.h"
#include "engine/store/catalogue/token.h"
#include "engine/workflow_values.h"

#include <algorithm>
#include <cassert>

namespace signalbox {

namespace {

// Signed numbers as unsigned ones of the same order.
std::uint64_t ordered(std::int64_t value) {
    return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63);
}

// What a cell's rows are sorted by: state or definition first, then the other.
std::string label(const CatalogueColumns& columns, const CatalogueColumns::Cell& cell, SortKey key) {
    const DefinitionRef& ref = columns.definitions[cell.definition].ref;
    const std::string definition = ref.name + '\0' + std::to_string(ref.version);
    return key == SortKey::ByState ? cell.state + '\0' + definition : definition;
}

} // namespace

SortPlan::SortPlan(const CatalogueColumns& columns, const ListSort& sort, Orders orders)
    : m_columns(columns)
    , m_sort(sort)
    , m_orders(std::move(orders)) {
    if (sort.key != SortKey::ByState && sort.key != SortKey::ByDefinition) return;
    for (const CatalogueColumns::Cell& cell : columns.cells)
        m_labels.push_back(label(columns, cell, sort.key));
    m_labelRanks.emplace(m_labels);
}

void SortPlan::values(Slot first, std::span<std::uint64_t> values) const {
    fillValues(first, values);
    if (!m_sort.descending) return;
    for (std::uint64_t& value : values)
        value = ~value;
}

SortPlan::Position SortPlan::position(Slot slot) const {
    Position position{.value = 0, .tie = tie(slot)};
    values(slot, std::span(&position.value, 1));
    return position;
}

void SortPlan::fillValues(Slot first, std::span<std::uint64_t> values) const {
    const auto fill = [&](auto&& value) {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = value(first + i);
    };
    const CatalogueColumns& columns = m_columns;
    switch (m_sort.key) {
    case SortKey::ById:
        return fill([&](std::size_t slot) { return std::uint64_t{m_orders.ids->ranks[slot]}; });
    case SortKey::ByDefinition:
    case SortKey::ByState:
        return fill([&](std::size_t slot) { return std::uint64_t{m_labelRanks->ranks()[columns.cell[slot]]}; });
    case SortKey::ByStatus:
        return fill([&](std::size_t slot) { return std::uint64_t{columns.status[slot]}; });
    case SortKey::ByAssignee:
        return fill(
            [&](std::size_t slot) { return std::uint64_t{m_orders.assignees->ranks()[columns.assignee[slot]]}; });
    case SortKey::ByRevision:
        return fill([&](std::size_t slot) { return columns.revision[slot]; });
    case SortKey::ByCreated:
        return fill([&](std::size_t slot) { return ordered(columns.created[slot]); });
    case SortKey::ByUpdated:
        return fill([&](std::size_t slot) { return ordered(columns.updated[slot]); });
    case SortKey::ByStateSince:
        return fill([&](std::size_t slot) { return ordered(columns.stateSince[slot]); });
    case SortKey::ByResident:
        return fill([&](std::size_t slot) { return std::uint64_t{columns.resident[slot]}; });
    case SortKey::ByNextTimer: {
        // Last in either direction.
        const std::uint64_t none = m_sort.descending ? 0 : ordered(CatalogueColumns::kNoTimer);
        return fill([&, none](std::size_t slot) {
            const std::int64_t due = columns.nextTimer[slot];
            return due == CatalogueColumns::kNoTimer ? none : ordered(due);
        });
    }
    }
}

bool SortPlan::isByText() const {
    return m_sort.key == SortKey::ById || m_sort.key == SortKey::ByAssignee || m_labelRanks.has_value();
}

std::string SortPlan::text(Slot slot) const {
    if (m_sort.key == SortKey::ById) return std::string(m_columns.id(slot));
    if (m_sort.key == SortKey::ByAssignee) return m_columns.assignees[m_columns.assignee[slot]];
    return m_labels[m_columns.cell[slot]];
}

std::uint64_t SortPlan::rank(std::string_view text) const {
    return m_labelRanks ? m_labelRanks->rankOf(text) : m_orders.assignees->rankOf(text);
}

// Ranks move when texts are added, so a cursor names the text; numbers stand for themselves.
std::string SortPlan::cursor(std::string_view storeId, Slot slot) const {
    Json value;
    if (isByText()) {
        const std::string name = text(slot);
        value = Json::binary(std::vector<std::uint8_t>(name.begin(), name.end()));
    } else {
        std::uint64_t number = 0;
        fillValues(slot, std::span(&number, 1));
        value = number;
    }
    return encodeToken(Json::array({std::string(storeId), static_cast<std::uint64_t>(m_sort.key), m_sort.descending,
                                    std::move(value), m_columns.key[slot]}));
}

std::optional<SortPlan::Start> SortPlan::start(std::string_view storeId, std::string_view cursor) const {
    const std::optional<Json> token = decodeToken(cursor);
    if (!token || !token->is_array() || token->size() != 5) return std::nullopt;
    const Json& parts = *token;
    if (parts[0] != storeId || parts[1] != static_cast<std::uint64_t>(m_sort.key) || parts[2] != m_sort.descending)
        return std::nullopt;
    if (!parts[4].is_number_unsigned()) return std::nullopt;
    const WorkflowKey key(parts[4].get<std::uint64_t>());
    if (!isByText()) {
        if (!parts[3].is_number_unsigned()) return std::nullopt;
        return startBehind(parts[3].get<std::uint64_t>(), key);
    }
    if (!parts[3].is_binary()) return std::nullopt;
    const auto& bytes = parts[3].get_binary();
    const std::string text(bytes.begin(), bytes.end());
    return m_sort.key == SortKey::ById ? startBehindId(text, key) : startBehind(rank(text), key);
}

SortPlan::Start SortPlan::startBehind(std::uint64_t value, WorkflowKey key) const {
    if (!m_sort.descending) return {.first = {.value = value, .tie = m_columns.firstAbove(key)}};
    // Descending, the rows with smaller keys follow; if there are none, those with the next smaller value.
    const Slot slot = key.value() == 0 ? 0 : m_columns.firstAbove(WorkflowKey(key.value() - 1));
    if (slot > 0) return {.first = {.value = ~value, .tie = ~(slot - 1)}};
    if (value == 0) return {.first = {}, .isAtEnd = true};
    return {.first = {.value = ~(value - 1), .tie = 0}};
}

// The ranks of ids are places in a list, which differ for every row: the place to go on from is between two of them.
SortPlan::Start SortPlan::startBehindId(std::string_view id, WorkflowKey key) const {
    const std::vector<Slot>& slots = m_orders.ids->slots;
    const auto isBefore = [&](Slot slot) {
        const std::string_view other = m_columns.id(slot);
        if (other != id) return isNaturallyLess(other, id);
        return m_sort.descending ? m_columns.key[slot] < key.value() : m_columns.key[slot] <= key.value();
    };
    const auto place = static_cast<std::uint64_t>(std::ranges::partition_point(slots, isBefore) - slots.begin());
    if (!m_sort.descending) return {.first = {.value = place, .tie = 0}};
    if (place == 0) return {.first = {}, .isAtEnd = true};
    return {.first = {.value = ~(place - 1), .tie = 0}};
}

} // namespace signalbox
