#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>

namespace signalbox {

// Marks of rows or bytes, one each: 1 or 0. Bytes instead of bits, so that loops over them are done many at a time.

[[nodiscard]] inline std::size_t countMarks(std::span<const std::uint8_t> marks) {
    return std::accumulate(marks.begin(), marks.end(), std::size_t{0});
}

// Calls `found` with the place of each 1, in order; eight that are 0 cost one look.
void forEachMark(std::span<const std::uint8_t> marks, auto&& found) {
    constexpr std::size_t kEight = sizeof(std::uint64_t);
    std::size_t at = 0;
    for (; at + kEight <= marks.size(); at += kEight) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, marks.data() + at, kEight);
        if (eight == 0) continue;
        for (std::size_t i = at; i < at + kEight; ++i)
            if (marks[i] != 0) found(i);
    }
    for (; at < marks.size(); ++at)
        if (marks[at] != 0) found(at);
}

} // namespace signalbox
