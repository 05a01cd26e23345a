#pragma once

#include <string_view>

namespace signalbox::scxml {

// An expression without the semicolon that documents like to end it with, as the W3C's own do: "f();" means "f()".
[[nodiscard]] constexpr std::string_view withoutTerminator(std::string_view expression) {
    const auto last = expression.find_last_not_of("; \t\r\n");
    return last == std::string_view::npos ? expression : expression.substr(0, last + 1);
}

} // namespace signalbox::scxml
