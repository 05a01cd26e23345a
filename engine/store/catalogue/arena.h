#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

namespace signalbox {

// Short texts, one behind the other in blocks that never move. Copies share the blocks: a copy taken under a lock may
// be read without it, while the original grows.
class TextArena {
public:
    static constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
    static constexpr std::size_t kAlignment = 4;

    // Texts of one block stand in the order in which they were added, with some bytes between.
    [[nodiscard]] static bool isSameBlock(std::uint32_t place, std::uint32_t other) {
        return place / (kBlockBytes / kAlignment) == other / (kBlockBytes / kAlignment);
    }

    // Requires: at most 64 KiB; at most 16 GiB in all.  Returns: the place to ask at.
    std::uint32_t add(std::string_view text) {
        const std::size_t size = sizeof(std::uint16_t) + text.size();
        if (m_blocks.empty() || m_used + size > kBlockBytes) {
            m_blocks.push_back(std::make_shared_for_overwrite<char[]>(kBlockBytes));
            m_used = 0;
        }
        char* place = m_blocks.back().get() + m_used;
        const auto length = static_cast<std::uint16_t>(text.size());
        std::memcpy(place, &length, sizeof length);
        std::ranges::copy(text, place + sizeof length);
        const std::size_t taken = (size + kAlignment - 1) / kAlignment * kAlignment;
        std::fill(place + size, place + taken, '\0'); // a search reads it with the rest
        const std::size_t at = (m_blocks.size() - 1) * kBlockBytes + m_used;
        m_used += taken;
        return static_cast<std::uint32_t>(at / kAlignment);
    }

    // Adds the texts of `later`.  Returns: what their places have grown by.
    std::uint32_t append(TextArena&& later) {
        const auto growth = static_cast<std::uint32_t>(m_blocks.size() * (kBlockBytes / kAlignment));
        if (!later.m_blocks.empty()) m_used = later.m_used;
        std::ranges::move(later.m_blocks, std::back_inserter(m_blocks));
        return growth;
    }

    [[nodiscard]] std::string_view operator[](std::uint32_t place) const {
        const std::size_t at = std::size_t{place} * kAlignment;
        const char* start = m_blocks[at / kBlockBytes].get() + at % kBlockBytes;
        std::uint16_t length = 0;
        std::memcpy(&length, start, sizeof length);
        return {start + sizeof length, length};
    }

private:
    std::vector<std::shared_ptr<char[]>> m_blocks;
    std::size_t m_used = 0; // of the last block
};

} // namespace signalbox
