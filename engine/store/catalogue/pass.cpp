#include "engine/store/catalogue/pass.h"

#include "engine/store/catalogue/marks.h"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

constexpr std::size_t kBlockRows = FilterPlan::kBlockRows;
// Rows kept beyond those wanted before they are trimmed.
constexpr std::uint64_t kSpareRows = 1024;
// A window behind so many rows is looked for by a sample of the rows.
constexpr std::uint64_t kDeepRows = 8192;
constexpr std::uint64_t kSampleRows = 4096;
// When fewer than one in so many rows match, each of these is looked at by itself.
constexpr std::size_t kFewOf = 8;

} // namespace

CataloguePass::CataloguePass(const CatalogueColumns& columns, const FilterPlan& filter, const SortPlan& sort,
                             Window window)
    : m_columns(columns)
    , m_filter(filter)
    , m_sort(sort)
    , m_window(window)
    // Nobody asks for more rows than there are, and a sum beyond all numbers would keep too few.
    , m_wanted(std::min<std::uint64_t>(window.skip, columns.size()) + window.limit)
    , m_skip(window.skip)
    , m_low(window.first) {}

void CataloguePass::locate(std::span<const std::optional<Slot>> slots) {
    for (const std::optional<Slot>& slot : slots) {
        const bool isListed = slot && m_filter.isMatch(*slot);
        m_located.push_back(isListed ? std::optional(Rank{.position = m_sort.position(*slot)}) : std::nullopt);
    }
}

void CataloguePass::run() {
    if (auto counts = m_filter.knownCounts()) {
        m_cellCounts = *std::move(counts);
        sumUp();
    } else {
        m_cellCounts.resize(m_columns.cells.size());
    }
    const bool isNarrow = narrow();
    walk();
    if (!isNarrow) return;
    if (!hasWindow()) {
        widen();
        walk();
        return;
    }
    m_skip = m_window.skip - m_before.rows;
}

void CataloguePass::walk() {
    if (m_isCounted && !needsPositions()) return;
    if (m_low) m_before.position = *m_low;
    const std::size_t blocks = (m_columns.size() + kBlockRows - 1) / kBlockRows;
    for (std::size_t i = 0; i < blocks; ++i) {
        const std::size_t first = (m_sort.isDescending() ? blocks - 1 - i : i) * kBlockRows;
        visit(static_cast<Slot>(first), std::min(kBlockRows, m_columns.size() - first));
    }
    if (!m_isCounted) sumUp();
}

void CataloguePass::visit(Slot first, std::size_t count) {
    const std::span matches(m_matches.data(), count);
    // Only the few rows that may be in the window are asked whether they match.
    const bool asksFew = m_isCounted && m_high && !ranksRows();
    if (!asksFew) m_filter.match(first, matches);
    const bool areFew = !asksFew && countMarks(matches) * kFewOf < count;
    if (!m_isCounted) areFew ? countFew(first, matches) : this->count(first, matches);
    if (!needsPositions()) return;
    if (!asksFew) m_filter.keepStates(first, matches);
    if (areFew) return visitFew(first, matches);
    m_sort.values(first, std::span(m_values.data(), count));
    if (m_low) rank(m_before, first, matches);
    for (std::optional<Rank>& located : m_located)
        if (located) rank(*located, first, matches);
    if (m_window.limit == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
        if (m_high && m_values[i] > m_high->value) continue;
        const Position position{.value = m_values[i], .tie = m_sort.tie(first + static_cast<Slot>(i))};
        if (!isInWindow(position)) continue;
        if (asksFew ? m_filter.isMatch(m_sort.slot(position)) : matches[i] != 0) keep(position);
    }
}

void CataloguePass::visitFew(Slot first, std::span<const std::uint8_t> matches) {
    forEachMark(matches, [&](std::size_t i) {
        const Position position = m_sort.position(first + static_cast<Slot>(i));
        if (m_low && position < *m_low) ++m_before.rows;
        for (std::optional<Rank>& located : m_located)
            if (located && position < located->position) ++located->rows;
        if (m_window.limit != 0 && isInWindow(position)) keep(position);
    });
}

bool CataloguePass::isInWindow(const Position& position) const {
    return (!m_low || position >= *m_low) && (!m_high || position <= *m_high);
}

void CataloguePass::count(Slot first, std::span<const std::uint8_t> matches) {
    const std::uint32_t* const cells = m_columns.cell.data() + first;
    for (std::size_t i = 0; i < matches.size(); ++i)
        m_cellCounts[cells[i]] += matches[i];
}

void CataloguePass::countFew(Slot first, std::span<const std::uint8_t> matches) {
    const std::uint32_t* const cells = m_columns.cell.data() + first;
    forEachMark(matches, [&](std::size_t i) { ++m_cellCounts[cells[i]]; });
}

void CataloguePass::sumUp() {
    m_isCounted = true;
    for (std::uint32_t cell = 0; cell < m_cellCounts.size(); ++cell)
        if (m_filter.isInStates(cell)) m_total += m_cellCounts[cell];
}

// Without branches: of rows in no order none could be foretold.
void CataloguePass::rank(Rank& rank, Slot first, std::span<const std::uint8_t> matches) const {
    const Position position = rank.position;
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        const bool isTied = m_values[i] == position.value;
        const bool isTieBefore = m_sort.tie(first + static_cast<Slot>(i)) < position.tie;
        const bool isBefore = m_values[i] < position.value;
        rows += static_cast<unsigned>(matches[i]) & (unsigned{isBefore} | (unsigned{isTied} & unsigned{isTieBefore}));
    }
    rank.rows += rows;
}

void CataloguePass::keep(const Position& position) {
    m_kept.push_back(position);
    if (m_kept.size() >= m_wanted + kSpareRows + m_wanted / 2) trim();
}

void CataloguePass::trim() {
    const auto last = m_kept.begin() + static_cast<std::ptrdiff_t>(m_wanted) - 1;
    std::ranges::nth_element(m_kept, last);
    m_high = *last;
    m_kept.resize(m_wanted);
}

// Between which two rows of a sample the window is, most likely. Returns: false when there is no need to know.
bool CataloguePass::narrow() {
    if (m_window.limit == 0 || m_low || m_window.skip < kDeepRows || m_window.skip >= m_columns.size()) return false;
    const std::vector<Position> rows = sample();
    const double sampled = static_cast<double>(rows.size());
    // How many rows of the list one row of the sample stands for.
    const double each = static_cast<double>(m_columns.size()) / static_cast<double>(kSampleRows);
    const double margin = 3 * std::sqrt(sampled) + 16; // six times the deviation in the middle of a list
    const double low = static_cast<double>(m_window.skip) / each - margin;
    const double high = static_cast<double>(m_window.skip + m_window.limit) / each + margin;
    if (low > 0 && low < sampled) m_low = rows[static_cast<std::size_t>(low)];
    if (high < sampled) m_high = rows[static_cast<std::size_t>(high)];
    m_wanted = m_columns.size(); // keeps all between the two
    return true;
}

// Some of the rows that match, in order. Their slots are spread evenly, and in no step with anything.
std::vector<SortPlan::Position> CataloguePass::sample() const {
    constexpr std::uint64_t kGoldenSection = 0x9e37'79b9;
    std::vector<Position> rows;
    for (std::uint64_t i = 1; i <= kSampleRows; ++i) {
        const std::uint64_t fraction = i * kGoldenSection & 0xffff'ffff;
        const auto slot = static_cast<Slot>(fraction * m_columns.size() >> 32);
        if (m_filter.isMatch(slot)) rows.push_back(m_sort.position(slot));
    }
    std::ranges::sort(rows);
    return rows;
}

bool CataloguePass::hasWindow() const {
    const std::uint64_t end = std::min(m_total, m_window.skip + m_window.limit);
    return m_before.rows <= m_window.skip && m_before.rows + m_kept.size() >= end;
}

void CataloguePass::widen() {
    m_low.reset();
    m_high.reset();
    m_before = {};
    m_kept.clear();
    m_wanted = std::min<std::uint64_t>(m_window.skip, m_columns.size()) + m_window.limit;
    for (std::optional<Rank>& located : m_located)
        if (located) located->rows = 0;
}

std::vector<std::optional<std::uint64_t>> CataloguePass::located() const {
    std::vector<std::optional<std::uint64_t>> numbers;
    for (const std::optional<Rank>& located : m_located)
        numbers.push_back(located ? std::optional(located->rows) : std::nullopt);
    return numbers;
}

std::vector<CataloguePass::Position> CataloguePass::page() {
    const auto skip = std::min<std::uint64_t>(m_skip, m_kept.size());
    const auto count = std::min<std::uint64_t>(m_window.limit, m_kept.size() - skip);
    const auto first = m_kept.begin() + static_cast<std::ptrdiff_t>(skip);
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(m_kept, first);
    std::ranges::partial_sort(first, last, m_kept.end());
    return {first, last};
}

} // namespace signalbox
