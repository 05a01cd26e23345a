#include "engine/store/catalogue/text_search.h"

#include "engine/store/catalogue/marks.h"
#include "engine/store/catalogue/text.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace signalbox {

namespace {

constexpr std::size_t kStride = 64;

bool isAsciiText(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isSmallLetter(char c) {
    return c >= 'a' && c <= 'z';
}

} // namespace

TextSearch::TextSearch(std::string needle) : m_needle(std::move(needle)), m_isAscii(isAsciiText(m_needle)) {
    assert(!m_needle.empty());
    for (std::size_t i = 0; i < std::min(m_needle.size(), m_patterns.size()); ++i) {
        const std::uint8_t ignored = isSmallLetter(m_needle[i]) ? 0x20 : 0;
        m_patterns[i] = {.ignored = ignored,
                         .byte = static_cast<std::uint8_t>(static_cast<std::uint8_t>(m_needle[i]) | ignored)};
    }
}

bool TextSearch::isIn(std::string_view text) const {
    return containsFolded(text, m_needle);
}

void TextSearch::markIds(const CatalogueColumns& columns, Slot first, std::span<std::uint8_t> found) const {
    if (!m_isAscii) { // folding may change the bytes of such a letter
        for (std::size_t i = 0; i < found.size(); ++i)
            if (isIn(columns.id(first + static_cast<Slot>(i)))) found[i] = 1;
        return;
    }
    while (!found.empty()) {
        const auto slots = std::span(columns.idPlace).subspan(first, found.size());
        const auto isHere = [&](std::uint32_t place) { return TextArena::isSameBlock(slots.front(), place); };
        const auto run = static_cast<std::size_t>(std::ranges::partition_point(slots, isHere) - slots.begin());
        markRun(columns, first, found.first(run));
        first += static_cast<Slot>(run);
        found = found.subspan(run);
    }
}

// Of rows whose ids stand in one block, in their order.
void TextSearch::markRun(const CatalogueColumns& columns, Slot first, std::span<std::uint8_t> found) const {
    const std::span places = std::span(columns.idPlace).subspan(first, found.size());
    const std::string_view firstId = columns.id(first);
    const std::string_view lastId = columns.id(first + static_cast<Slot>(found.size()) - 1);
    std::size_t row = 0;
    forEachCandidate(std::string_view(firstId.begin(), lastId.end()), [&](std::size_t bytes) {
        const std::uint32_t place = places.front() + static_cast<std::uint32_t>(bytes / TextArena::kAlignment);
        while (row + 1 < places.size() && places[row + 1] <= place)
            ++row;
        if (found[row] != 0) return;
        const std::string_view id = columns.id(first + static_cast<Slot>(row));
        const auto before = static_cast<std::size_t>(firstId.data() + bytes - id.data());
        // It may stand in what is between the ids, too.
        if (before < id.size() && isIn(id.substr(before))) found[row] = 1;
    });
}

// Without a way out of the inner loop, so that the compiler takes many bytes at once.
template <typename Found>
void TextSearch::forEachCandidate(std::string_view bytes, Found found) const {
    const auto [first, second] = m_patterns;
    const auto* const text = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t at = 0;
    for (; at + kStride < bytes.size(); at += kStride) {
        std::array<std::uint8_t, kStride> marks;
        for (std::size_t i = 0; i < kStride; ++i)
            marks[i] = first.matches(text[at + i]) & second.matches(text[at + i + 1]);
        forEachMark(marks, [&](std::size_t place) { found(at + place); });
    }
    for (; at < bytes.size(); ++at)
        if (first.matches(text[at]) != 0) found(at);
}

} // namespace signalbox
