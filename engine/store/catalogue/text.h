#pragma once

#include <string>
#include <string_view>

namespace signalbox {

// Without case, for comparing what people type: ASCII, Latin-1, Greek and Cyrillic capitals become small letters of the
// same length in UTF-8; all other bytes stay.
[[nodiscard]] std::string foldCase(std::string_view text);

// Whether `needle`, folded already, occurs in `text`, folded.
[[nodiscard]] bool containsFolded(std::string_view text, std::string_view needle);

// Bytes that compare like the text does in natural order: case folded, each run of digits as '0', the number of its
// digits without leading zeros, and those. Different texts may have equal keys ("a1", "A01"): then the texts decide.
[[nodiscard]] std::string naturalKey(std::string_view text);
[[nodiscard]] bool isNaturallyLess(std::string_view left, std::string_view right);

} // namespace signalbox
