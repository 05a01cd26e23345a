#include "engine/store/catalogue/pass.h"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

using Match = FilterPlan::Match;
using Slot = CatalogueColumns::Slot;

// Rows worked on at a time: their matches and positions stay in the first-level cache.
constexpr std::size_t kBlockRows = 1024;
// Rows kept beyond those wanted before they are trimmed.
constexpr std::uint64_t kSpareRows = 4096;

} // namespace

CataloguePass::CataloguePass(const CatalogueColumns& columns, const FilterPlan& filter, const SortPlan& sort,
                             Window window)
    : m_columns(columns)
    , m_filter(filter)
    , m_sort(sort)
    , m_window(window)
    // Nobody asks for more rows than there are, and a sum beyond all numbers would keep too few.
    , m_wanted(std::min<std::uint64_t>(window.skip, columns.size()) + window.limit)
    , m_cellCounts(columns.cells.size()) {}

void CataloguePass::locate(std::span<const std::optional<Slot>> slots) {
    m_locateCount = slots.size();
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (!slots[i]) continue;
        Match match = Match::No;
        m_filter.match(*slots[i], std::span(&match, 1));
        if (match != Match::Whole) continue;
        Located located{.position = {}, .wanted = i};
        m_sort.positions(*slots[i], std::span(&located.position, 1));
        m_located.push_back(located);
    }
    std::ranges::sort(m_located, {}, &Located::position);
}

void CataloguePass::run() {
    std::array<Match, kBlockRows> matches{};
    std::array<Position, kBlockRows> positions{};
    for (std::size_t first = 0; first < m_columns.size(); first += kBlockRows) {
        const std::size_t count = std::min(kBlockRows, m_columns.size() - first);
        const auto slot = static_cast<Slot>(first);
        m_filter.match(slot, std::span(matches.data(), count));
        countMatches(slot, std::span(matches.data(), count));
        if (!needsPositions()) continue;
        m_sort.positions(slot, std::span(positions.data(), count));
        for (std::size_t i = 0; i < count; ++i)
            if (mayBeWanted(positions[i]) && matches[i] == Match::Whole) take(positions[i]);
    }
}

// Without branches: of a filter that holds for half of the rows none could be foretold.
void CataloguePass::countMatches(Slot first, std::span<const Match> matches) {
    for (std::size_t i = 0; i < matches.size(); ++i) {
        m_cellCounts[m_columns.cell[first + i]] += matches[i] != Match::No ? 1 : 0;
        m_total += matches[i] == Match::Whole ? 1 : 0;
    }
}

bool CataloguePass::needsPositions() const {
    return m_window.limit != 0 || m_window.first || !m_located.empty();
}

// Most rows are not, once the window is full; asked before the match, which is as often so as not.
bool CataloguePass::mayBeWanted(const Position& position) const {
    return !m_bound || m_window.first || !m_located.empty() || position.value <= m_bound->value;
}

void CataloguePass::take(const Position& position) {
    if (!m_located.empty()) countForLocated(position);
    if (m_window.first && position < *m_window.first) {
        ++m_before;
        return;
    }
    if (m_window.limit == 0 || (m_bound && *m_bound < position)) return;
    m_kept.push_back(position);
    if (m_kept.size() >= m_wanted + kSpareRows + m_wanted / 2) trim();
}

void CataloguePass::countForLocated(const Position& position) {
    const auto behind = std::ranges::upper_bound(m_located, position, {}, &Located::position);
    if (behind != m_located.end()) ++behind->rows;
}

void CataloguePass::trim() {
    const auto last = m_kept.begin() + static_cast<std::ptrdiff_t>(m_wanted) - 1;
    std::ranges::nth_element(m_kept, last);
    m_bound = *last;
    m_kept.resize(m_wanted);
}

std::vector<std::optional<std::uint64_t>> CataloguePass::located() const {
    std::vector<std::optional<std::uint64_t>> numbers(m_locateCount);
    std::uint64_t rows = 0;
    for (const Located& located : m_located) {
        rows += located.rows;
        numbers[located.wanted] = rows;
    }
    return numbers;
}

std::vector<CataloguePass::Position> CataloguePass::page() {
    const auto skip = std::min<std::uint64_t>(m_window.skip, m_kept.size());
    const auto count = std::min<std::uint64_t>(m_window.limit, m_kept.size() - skip);
    const auto first = m_kept.begin() + static_cast<std::ptrdiff_t>(skip);
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(m_kept, first);
    std::ranges::partial_sort(first, last, m_kept.end());
    return {first, last};
}

} // namespace signalbox
