#include "engine/store/catalogue.h"

#include "engine/store/catalogue/filter_plan.h"
#include "engine/store/catalogue/pass.h"
#include "engine/store/catalogue/sort_plan.h"
#include "engine/store/catalogue/token.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <thread>
#include <tuple>
#include <utility>

namespace signalbox {

namespace {

constexpr std::uint32_t kMaxRows = 10'000;
constexpr std::size_t kMaxLocated = 16;
constexpr std::size_t kMostReserved = 8'000'000; // rows
constexpr unsigned kMostLoaders = 4;             // threads

// Indexes into `definitions`, by name, then the newest version first.
std::vector<std::uint32_t> definitionsByName(const CatalogueColumns& columns) {
    std::vector<std::uint32_t> order(columns.definitions.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const DefinitionRef& left = columns.definitions[a].ref;
        const DefinitionRef& right = columns.definitions[b].ref;
        return left.name != right.name ? left.name < right.name : left.version > right.version;
    });
    return order;
}

// Versions of one definition count together; states stand as in the newest, then those that only older ones have.
std::vector<StateCount> stateCounts(const CatalogueColumns& columns, const std::vector<std::uint64_t>& cellCounts) {
    std::vector<StateCount> counts;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places;
    for (const std::uint32_t index : definitionsByName(columns)) {
        const CatalogueColumns::DefinitionEntry& definition = columns.definitions[index];
        for (std::uint32_t i = 0; i < definition.cellCount; ++i) {
            const std::uint32_t cell = definition.firstCell + i;
            if (cellCounts[cell] == 0) continue;
            const std::string& state = columns.cells[cell].state;
            const auto [place, isNew] = places.try_emplace({definition.ref.name, state}, counts.size());
            if (isNew) counts.push_back({.definition = definition.ref.name, .state = state, .count = 0});
            counts[place->second].count += cellCounts[cell];
        }
    }
    return counts;
}

Status checkList(const ListRequest& request) {
    if (request.limit > kMaxRows)
        return fail(ErrorCode::InvalidArgument, fmt::format("a list has at most {} rows", kMaxRows));
    if (request.locate.size() > kMaxLocated)
        return fail(ErrorCode::InvalidArgument, fmt::format("a list locates at most {} ids", kMaxLocated));
    return {};
}

IdColumn idColumn(const CatalogueColumns& columns) {
    return {.layout = columns.layout, .places = columns.idPlace, .texts = columns.ids};
}

// Where an enumeration stands.
struct Walk {
    WorkflowKey last; // given already
    WorkflowKey upTo; // the highest key when it began
};

std::string walkToken(std::string_view storeId, const Walk& walk) {
    return encodeToken(Json::array({std::string(storeId), walk.last.value(), walk.upTo.value()}));
}

std::optional<Walk> walkFrom(std::string_view storeId, std::string_view token) {
    const std::optional<Json> value = decodeToken(token);
    if (!value || !value->is_array() || value->size() != 3 || (*value)[0] != storeId) return std::nullopt;
    if (!(*value)[1].is_number_unsigned() || !(*value)[2].is_number_unsigned()) return std::nullopt;
    return Walk{.last = WorkflowKey((*value)[1].get<std::uint64_t>()),
                .upTo = WorkflowKey((*value)[2].get<std::uint64_t>())};
}

} // namespace

Catalogue::Catalogue(std::string storeId) : m_storeId(std::move(storeId)) {}

void Catalogue::addDefinition(DefinitionKey key, const ChartStructure& structure) {
    const WriteLock lock(m_mutex);
    m_columns.addDefinition(key, structure);
}

Status Catalogue::load(Store& store, Seq asOf) {
    const WriteLock lock(m_mutex);
    CatalogueColumns& columns = m_columns;
    // Mostly few keys were ever given up. What is reserved in vain is never touched, so it takes no memory.
    const std::size_t expected = std::min<std::size_t>(store.identity().lastKey.value(), kMostReserved);
    std::vector<CatalogueColumns> later(std::clamp(std::thread::hardware_concurrency(), 1U, kMostLoaders) - 1, columns);
    columns.reserve(expected);
    std::vector<WorkflowVisitor> visitors{[&columns](const WorkflowRecord& record) { columns.append(record); }};
    for (CatalogueColumns& part : later) {
        part.reserve(expected / (later.size() + 1) + 1);
        visitors.emplace_back([&part](const WorkflowRecord& record) { part.append(record); });
    }
    Status read = store.visitWorkflows(visitors);
    for (CatalogueColumns& part : later)
        columns.append(std::move(part));
    columns.indexIds();
    m_asOf = asOf;
    return read;
}

void Catalogue::apply(std::span<const TurnWrite> turns) {
    const WriteLock lock(m_mutex);
    for (const TurnWrite& turn : turns) {
        switch (turn.kind) {
        case TurnWrite::Kind::Create:
            m_columns.add(turn.after);
            break;
        case TurnWrite::Kind::Update:
            m_columns.update(turn.after);
            break;
        case TurnWrite::Kind::Remove:
            m_columns.remove(turn.after.key);
            break;
        }
        if (turn.changesTimers()) m_columns.setNextTimer(turn.after.key, turn.nextTimer);
        m_asOf = std::max(m_asOf, turn.change.seq);
    }
}

void Catalogue::setResident(WorkflowKey key, bool isResident) {
    const WriteLock lock(m_mutex);
    m_columns.setResident(key, isResident);
}

void Catalogue::setNextTimer(WorkflowKey key, std::optional<Time> due) {
    const WriteLock lock(m_mutex);
    m_columns.setNextTimer(key, due);
}

void Catalogue::setEffectCounts(WorkflowKey key, std::uint32_t pending, std::uint32_t failed) {
    const WriteLock lock(m_mutex);
    m_columns.setEffectCounts(key, {.pending = pending, .failed = failed});
}

std::optional<WorkflowKey> Catalogue::find(std::string_view id) const {
    const ReadLock lock(m_mutex);
    const auto slot = m_columns.find(id);
    return slot ? std::optional(WorkflowKey(m_columns.key[*slot])) : std::nullopt;
}

std::optional<WorkflowRow> Catalogue::row(WorkflowKey key, Time now) const {
    const ReadLock lock(m_mutex);
    const auto slot = m_columns.find(key);
    return slot ? std::optional(m_columns.row(*slot, now)) : std::nullopt;
}

Result<ListReply> Catalogue::list(const ListRequest& request, Time now) const {
    if (Status checked = checkList(request); !checked) return std::unexpected(std::move(checked.error()));
    for (;;) {
        std::optional<IdColumn> unordered;
        auto reply = tryList(request, now, unordered);
        if (reply) return std::move(*reply);
        // Outside the lock, because a first order of a million ids takes a while.
        m_rankings.orderIds(*unordered);
    }
}

std::optional<Result<ListReply>> Catalogue::tryList(const ListRequest& request, Time now,
                                                    std::optional<IdColumn>& unordered) const {
    const ReadLock lock(m_mutex);
    SortPlan::Orders orders;
    if (request.sort.key == SortKey::ById) {
        orders.ids = m_rankings.idOrder(m_columns);
        if (!orders.ids) {
            unordered = idColumn(m_columns);
            return std::nullopt;
        }
    }
    if (request.sort.key == SortKey::ByAssignee) orders.assignees = m_rankings.assignees(m_columns);
    return listWith(request, now, SortPlan(m_columns, request.sort, std::move(orders)));
}

Result<ListReply> Catalogue::listWith(const ListRequest& request, Time now, const SortPlan& sort) const {
    CataloguePass::Window window{.first = std::nullopt, .skip = 0, .limit = request.limit};
    if (const auto* cursor = std::get_if<std::string>(&request.start)) {
        const auto start = sort.start(m_storeId, *cursor);
        if (!start) return fail(ErrorCode::InvalidArgument, "the cursor is not one of this store and this sort");
        window.first = start->first;
        if (start->isAtEnd) window = {.first = std::nullopt, .skip = m_columns.size(), .limit = request.limit};
    } else {
        window.skip = std::get<std::uint64_t>(request.start);
    }
    const FilterPlan filter(m_columns, request.filter, now);
    CataloguePass pass(m_columns, filter, sort, window);
    std::vector<std::optional<CatalogueColumns::Slot>> slots;
    for (const std::string& id : request.locate)
        slots.push_back(m_columns.find(id));
    pass.locate(slots);
    pass.run();
    return reply(pass, now, sort);
}

ListReply Catalogue::reply(CataloguePass& pass, Time now, const SortPlan& sort) const {
    ListReply reply;
    reply.total = pass.total();
    reply.offset = std::min(pass.offset(), reply.total);
    reply.located = pass.located();
    reply.stateCounts = stateCounts(m_columns, pass.cellCounts());
    reply.asOf = m_asOf;
    const std::vector<SortPlan::Position> page = pass.page();
    for (const SortPlan::Position& position : page)
        reply.rows.push_back(m_columns.row(sort.slot(position), now));
    if (!page.empty() && reply.offset + page.size() < reply.total)
        reply.next = sort.cursor(m_storeId, sort.slot(page.back()));
    return reply;
}

Result<EnumerateReply> Catalogue::enumerate(const EnumerateRequest& request) const {
    if (request.limit == 0 || request.limit > kMaxRows)
        return fail(ErrorCode::InvalidArgument, fmt::format("a page has 1 to {} ids", kMaxRows));
    const ReadLock lock(m_mutex);
    const std::uint64_t highest = m_columns.size() == 0 ? 0 : m_columns.key.back();
    std::optional<Walk> walk = Walk{.last = WorkflowKey(0), .upTo = WorkflowKey(highest)};
    if (!request.token.empty()) walk = walkFrom(m_storeId, request.token);
    if (!walk) return fail(ErrorCode::InvalidArgument, "the token is not one of this store's enumerations");
    EnumerateReply reply;
    const CatalogueColumns::Slot end = m_columns.firstAbove(walk->upTo);
    for (auto slot = m_columns.firstAbove(walk->last); slot < end; ++slot) {
        const bool isResident = m_columns.resident[slot] != 0;
        if (m_columns.status[slot] == CatalogueColumns::kGone) continue;
        if (request.isResident && *request.isResident != isResident) continue;
        if (reply.items.size() == request.limit) {
            reply.token = walkToken(m_storeId, *walk);
            break;
        }
        reply.items.push_back({.id = std::string(m_columns.id(slot)), .isResident = isResident});
        walk->last = WorkflowKey(m_columns.key[slot]);
    }
    return reply;
}

std::uint64_t Catalogue::count() const {
    const ReadLock lock(m_mutex);
    return m_columns.count();
}

std::uint64_t Catalogue::residentCount() const {
    const ReadLock lock(m_mutex);
    return m_columns.residents;
}

std::vector<std::pair<DefinitionRef, std::uint64_t>> Catalogue::countsByDefinition() const {
    const ReadLock lock(m_mutex);
    std::vector<std::pair<DefinitionRef, std::uint64_t>> counts;
    for (const CatalogueColumns::DefinitionEntry& definition : m_columns.definitions)
        counts.emplace_back(definition.ref, m_columns.workflowsOf(definition));
    std::ranges::sort(counts, [](const auto& a, const auto& b) {
        return std::tie(a.first.name, a.first.version) < std::tie(b.first.name, b.first.version);
    });
    return counts;
}

} // namespace signalbox
