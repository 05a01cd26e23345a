#pragma once

#include <string_view>

namespace signalbox {

// Well-formed UTF-8: no overlong forms, surrogates or code points above U+10FFFF.
// Source: The Unicode Standard, table 3-7.
[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace signalbox
