#include "engine/merged/row_search.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace signalbox {

namespace {

// So many rows are read as a whole rather than searched; a list gives at most 10 000 at once.
constexpr std::uint64_t kWindowRows = 1'000;
constexpr std::uint64_t kMostRows = 10'000;
// To find where among others a single row stands, which is asked for with every list that has a selection.
constexpr std::uint64_t kNearRows = 128;
constexpr std::uint64_t kProbes = 15; // of one list in one round
constexpr auto kNone = static_cast<std::size_t>(-1);

} // namespace

RowSearch::RowSearch(std::size_t lists, const ListSort& sort, std::uint64_t first, std::uint32_t limit, Located locate)
    : m_order(sort)
    , m_first(first)
    , m_limit(limit)
    , m_lists(lists) {
    for (const auto& list : locate)
        m_wanted.push_back({.list = list, .number = {}});
}

const WorkflowRow* RowSearch::List::find(std::uint64_t number) const {
    const auto found = std::ranges::lower_bound(rows, number, {}, &Row::number);
    return found == rows.end() || found->number != number ? nullptr : &found->row;
}

void RowSearch::add(const Probe& probe, ListReply reply) {
    List& list = m_lists[probe.list];
    list.isKnown = true;
    list.total = reply.total;
    list.stateCounts = std::move(reply.stateCounts);
    std::vector<Row> rows;
    std::uint64_t number = reply.offset;
    for (WorkflowRow& row : reply.rows)
        rows.push_back({.number = number++, .row = std::move(row)});
    // Of two answers about one place the newer one holds; there is nothing behind the end.
    std::ranges::copy_if(list.rows, std::back_inserter(rows), [&](const Row& old) {
        return old.number < list.total && (old.number < reply.offset || old.number >= number);
    });
    std::ranges::sort(rows, {}, &Row::number);
    list.rows = std::move(rows);
}

void RowSearch::setLocated(std::size_t place, std::optional<std::uint64_t> row) {
    m_wanted[place].number = row;
}

void RowSearch::leaveOut(std::size_t list) {
    m_lists[list] = {.isKnown = true, .total = 0, .rows = {}, .stateCounts = {}};
}

std::vector<RowSearch::Probe> RowSearch::missing() const {
    std::vector<Probe> probes = unknownLists();
    if (!probes.empty()) return probes;
    askForPage(probes);
    for (const Wanted& wanted : m_wanted)
        askForPlace(probes, wanted);
    return probes;
}

// What is near the top is had at once.
std::vector<RowSearch::Probe> RowSearch::unknownLists() const {
    std::vector<Probe> probes;
    const bool isNear = m_first <= kWindowRows;
    const std::uint64_t rows = isNear ? std::min(m_first + m_limit, kMostRows) : 0;
    for (std::size_t i = 0; i < m_lists.size(); ++i)
        if (!m_lists[i].isKnown) probes.push_back({.list = i, .first = 0, .limit = static_cast<std::uint32_t>(rows)});
    return probes;
}

void RowSearch::askForPage(std::vector<Probe>& probes) const {
    if (m_limit == 0) return;
    const std::vector<Bounds> starts = this->starts();
    const auto isWide = [](const Bounds& bounds) { return bounds.high - bounds.low > kWindowRows; };
    const bool isSearching = std::ranges::any_of(starts, isWide);
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        if (isSearching)
            askBetween(probes, i, starts[i]);
        else
            askForRows(probes, i, starts[i].low, starts[i].high + m_limit);
    }
}

// Single rows at even distances: what is uncertain becomes a quarter at most.
void RowSearch::askBetween(std::vector<Probe>& probes, std::size_t list, Bounds bounds) const {
    const std::uint64_t width = bounds.high - bounds.low;
    std::uint64_t last = bounds.high;
    for (std::uint64_t i = 1; i <= kProbes && width > 0; ++i) {
        const std::uint64_t number = bounds.low + width * i / (kProbes + 1);
        if (number != last && !m_lists[list].find(number))
            probes.push_back({.list = list, .first = number, .limit = 1});
        last = number;
    }
}

void RowSearch::askForRows(std::vector<Probe>& probes, std::size_t list, std::uint64_t first,
                           std::uint64_t last) const {
    const List& known = m_lists[list];
    last = std::min({last, known.total, first + kMostRows});
    while (first < last && known.find(first))
        ++first;
    while (last > first && known.find(last - 1))
        --last;
    if (first < last)
        probes.push_back({.list = list, .first = first, .limit = static_cast<std::uint32_t>(last - first)});
}

void RowSearch::askForPlace(std::vector<Probe>& probes, const Wanted& wanted) const {
    if (!wanted.list || !wanted.number) return;
    const WorkflowRow* row = m_lists[*wanted.list].find(*wanted.number);
    if (!row) return askForRows(probes, *wanted.list, *wanted.number, *wanted.number + 1);
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        const Bounds bounds = rank(*row, *wanted.list, i);
        if (bounds.high - bounds.low > kNearRows)
            askBetween(probes, i, bounds);
        else
            askForRows(probes, i, bounds.low, bounds.high);
    }
}

// How many rows of the list `in` stand before `row`, as far as is known.
RowSearch::Bounds RowSearch::rank(const WorkflowRow& row, std::size_t of, std::size_t in) const {
    const List& list = m_lists[in];
    if (of == in) return {};
    const auto after = std::ranges::partition_point(
        list.rows, [&](const Row& other) { return m_order.isBefore(other.row, in, row, of); });
    return {.low = after == list.rows.begin() ? 0 : std::prev(after)->number + 1,
            .high = after == list.rows.end() ? list.total : after->number};
}

// For each list, how many of its rows may stand before the page.
std::vector<RowSearch::Bounds> RowSearch::starts() const {
    std::vector<Bounds> starts;
    std::uint64_t total = 0;
    for (const List& list : m_lists) {
        starts.push_back({.low = 0, .high = std::min(list.total, m_first)});
        total += list.total;
    }
    if (m_first >= total) // behind the end
        for (std::size_t i = 0; i < m_lists.size(); ++i)
            starts[i] = {.low = m_lists[i].total, .high = m_lists[i].total};
    const auto isNear = [](const Bounds& bounds) { return bounds.high - bounds.low <= kWindowRows; };
    if (std::ranges::all_of(starts, isNear)) return starts;
    for (std::size_t i = 0; i < m_lists.size(); ++i)
        for (const Row& row : m_lists[i].rows)
            narrow(starts, i, row);
    narrowBySum(starts);
    return starts;
}

// Together they stand before exactly as many rows as the page does.
void RowSearch::narrowBySum(std::vector<Bounds>& starts) const {
    Bounds sum;
    for (const Bounds& start : starts) {
        sum.low += start.low;
        sum.high += start.high;
    }
    for (Bounds& start : starts) {
        const Bounds others{.low = sum.low - start.low, .high = sum.high - start.high};
        if (m_first > others.high) start.low = std::min(start.high, std::max(start.low, m_first - others.high));
        if (m_first >= others.low) start.high = std::max(start.low, std::min(start.high, m_first - others.low));
        sum = {.low = others.low + start.low, .high = others.high + start.high};
    }
}

// A row is before the page where all that is in front of it is. Of the others' rows only those count that may be on
// either side: what is known of the rest was asked for when the places were far apart.
void RowSearch::narrow(std::vector<Bounds>& starts, std::size_t list, const Row& row) const {
    Bounds& start = starts[list];
    if (row.number < start.low || row.number >= start.high) return;
    Bounds place{.low = row.number, .high = row.number};
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        if (i == list) continue;
        const Bounds before = rank(row.row, list, i);
        place.low += std::clamp(before.low, starts[i].low, starts[i].high);
        place.high += std::clamp(before.high, starts[i].low, starts[i].high);
        if (before.high < starts[i].low) place.high = 0; // what comes behind it is before the page
        if (before.low > starts[i].high) place.low = std::max(place.low, m_first);
    }
    if (place.low >= m_first)
        start.high = row.number;
    else if (place.high < m_first)
        start.low = row.number + 1;
}

// Returns: the list whose row at its head is the first of all; kNone: none has one that is known.
std::size_t RowSearch::first(const std::vector<std::uint64_t>& heads) const {
    std::size_t best = kNone;
    const WorkflowRow* bestRow = nullptr;
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        const WorkflowRow* row = m_lists[i].find(heads[i]);
        if (!row || (bestRow && !m_order.isBefore(*row, i, *bestRow, best))) continue;
        best = i;
        bestRow = row;
    }
    return best;
}

RowSearch::Page RowSearch::page() const {
    Page page;
    std::uint64_t number = 0;
    for (const Bounds& start : starts()) {
        page.ends.push_back(start.low);
        number += start.low;
    }
    while (number < m_first || page.rows.size() < m_limit) {
        const std::size_t next = first(page.ends);
        if (next == kNone) break;
        if (number >= m_first) page.rows.push_back(*m_lists[next].find(page.ends[next]));
        ++page.ends[next];
        ++number;
    }
    return page;
}

std::optional<std::uint64_t> RowSearch::place(const Wanted& wanted) const {
    if (!wanted.list || !wanted.number) return std::nullopt;
    const WorkflowRow* row = m_lists[*wanted.list].find(*wanted.number);
    std::uint64_t place = *wanted.number;
    for (std::size_t i = 0; row && i < m_lists.size(); ++i)
        place += rank(*row, *wanted.list, i).low;
    return place;
}

std::optional<std::vector<std::string>> RowSearch::given(std::size_t list) const {
    if (m_first > kWindowRows) return std::nullopt;
    std::vector<std::string> ids;
    const std::uint64_t end = page().ends[list];
    for (const Row& row : m_lists[list].rows)
        if (row.number < end) ids.push_back(row.row.id);
    return ids;
}

bool RowSearch::isAtEnd(std::size_t list) const {
    return page().ends[list] >= m_lists[list].total;
}

ListReply RowSearch::reply() const {
    ListReply reply;
    for (const List& list : m_lists) {
        reply.total += list.total;
        addStateCounts(reply.stateCounts, list.stateCounts);
    }
    reply.rows = page().rows;
    reply.offset = std::min(m_first, reply.total);
    for (const Wanted& wanted : m_wanted)
        reply.located.push_back(place(wanted));
    return reply;
}

void addStateCounts(std::vector<StateCount>& sums, const std::vector<StateCount>& counts) {
    for (const StateCount& count : counts) {
        const auto known = std::ranges::find_if(sums, [&count](const StateCount& sum) {
            return sum.definition == count.definition && sum.state == count.state;
        });
        if (known == sums.end())
            sums.push_back(count);
        else
            known->count += count.count;
    }
    std::ranges::stable_sort(sums, {}, &StateCount::definition);
}

} // namespace signalbox
