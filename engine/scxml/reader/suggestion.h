#pragma once

#include <span>
#include <string>
#include <string_view>

namespace signalbox::scxml {

// "; did you mean 'shipped'?" for a word that is nearly one of the known ones; else empty.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> known);

} // namespace signalbox::scxml
