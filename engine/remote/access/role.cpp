#include "engine/remote/access/role.h"

#include <array>
#include <utility>

namespace signalbox {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 3> kNames{
    {{Role::Viewer, "viewer"}, {Role::Operator, "operator"}, {Role::Admin, "admin"}}};

} // namespace

std::string_view name(Role role) {
    for (const auto& [each, text] : kNames)
        if (each == role) return text;
    return "none";
}

std::optional<Role> roleNamed(std::string_view name) {
    for (const auto& [role, text] : kNames)
        if (text == name) return role;
    return std::nullopt;
}

} // namespace signalbox
