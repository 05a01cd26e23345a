#pragma once

#include "engine/store/catalogue/columns.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace signalbox {

// Looks for one needle in the ids of many rows: they stand one behind the other in memory, and are searched as if they
// were one text.
// Thread-safety: as a value's.
class TextSearch {
public:
    // `needle` is folded already (text.h); not empty.
    explicit TextSearch(std::string needle);

    // Whether it occurs in `text`, folded.
    [[nodiscard]] bool isIn(std::string_view text) const;
    // Sets those of `found` to 1 whose row, from `first` on, has the needle in its id.
    void markIds(const CatalogueColumns& columns, CatalogueColumns::Slot first, std::span<std::uint8_t> found) const;

private:
    using Slot = CatalogueColumns::Slot;
    // A byte matches when its bits outside `ignored` are those of `byte`: bit 5 is the case of an ASCII letter.
    struct BytePattern {
        std::uint8_t ignored = 0xff;
        std::uint8_t byte = 0xff;
        [[nodiscard]] std::uint8_t matches(std::uint8_t other) const {
            return static_cast<std::uint8_t>(other | ignored) == byte ? 1 : 0;
        }
    };

    void markRun(const CatalogueColumns& columns, Slot first, std::span<std::uint8_t> found) const;
    // Gives `found` the places in `bytes` where the needle's first two bytes stand, and some more at the end.
    template <typename Found>
    void forEachCandidate(std::string_view bytes, Found found) const;

    std::string m_needle;
    bool m_isAscii;
    std::array<BytePattern, 2> m_patterns;
};

} // namespace signalbox
