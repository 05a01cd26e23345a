#pragma once

#include <array>

namespace signalbox {

// The enumerators of structure.h in its JSON form, by value.
// Persistent: never change a name.
inline constexpr std::array kStateKindNames{"atomic", "compound", "final", "parallel", "shallowHistory", "deepHistory"};
inline constexpr std::array kScopeNames{"local", "reenter", "targetless", "ignored", "external", "internal"};
inline constexpr std::array kProfileNames{"stateless", "scxml"};
inline constexpr std::array kValueTypeNames{"any", "string", "integer", "number", "boolean", "object", "array"};

} // namespace signalbox
