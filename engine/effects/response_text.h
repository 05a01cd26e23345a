#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox {

// `text` as well-formed UTF-8: what is none becomes U+FFFD, and a NUL a blank.
[[nodiscard]] std::string validUtf8(std::string_view text);
// On one line, for messages: control characters become blanks. Well-formed, and at most some hundred bytes.
[[nodiscard]] std::string printable(std::string_view text);
// The longest beginning of `text` of at most `bytes` that ends between two characters.
[[nodiscard]] std::string_view wholeCharacters(std::string_view text, std::size_t bytes);

} // namespace signalbox
