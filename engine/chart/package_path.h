#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// What a src attribute says ("tax.js", "file:tax.js"), as the path of a file inside the package of its definition; none
// where it leads out of it, or is an address.
[[nodiscard]] std::optional<std::string> packagePath(std::string_view source);

} // namespace signalbox
