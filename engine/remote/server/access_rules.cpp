#include "engine/remote/server/access_rules.h"

#include <algorithm>
#include <array>

namespace signalbox {
namespace {

constexpr std::array<AccessRule, 23> kRules{{
    {.method = "Definitions", .least = Role::Viewer, .reach = Reach::Filtered},
    {.method = "Deploy", .least = Role::Admin, .reach = Reach::All, .leastOfDryRun = Role::Viewer},
    {.method = "Create", .least = Role::Operator, .reach = Reach::Definition},
    {.method = "Fire", .least = Role::Operator, .reach = Reach::Workflow},
    {.method = "Cancel", .least = Role::Operator, .reach = Reach::Workflow},
    {.method = "Terminate", .least = Role::Admin, .reach = Reach::Workflow},
    {.method = "Migrate", .least = Role::Admin, .reach = Reach::Workflow, .leastOfDryRun = Role::Viewer},
    {.method = "Remove", .least = Role::Admin, .reach = Reach::Workflow},
    {.method = "SetTimer", .least = Role::Operator, .reach = Reach::Workflow},
    {.method = "MoveTimer", .least = Role::Operator, .reach = Reach::Workflow},
    {.method = "CancelTimer", .least = Role::Operator, .reach = Reach::Workflow},
    {.method = "ActOnEffects", .least = Role::Operator, .reach = Reach::All},
    {.method = "Respond", .least = std::nullopt, .reach = Reach::Address},
    {.method = "Timers", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "Effects", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "Get", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "List", .least = Role::Viewer, .reach = Reach::Definition},
    {.method = "Enumerate", .least = Role::Viewer, .reach = Reach::All},
    {.method = "History", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "Explain", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "Preview", .least = Role::Viewer, .reach = Reach::Workflow},
    {.method = "Statistics", .least = Role::Viewer, .reach = Reach::Filtered},
    {.method = "Watch", .least = Role::Viewer, .reach = Reach::Filtered},
}};

} // namespace

const AccessRule* findRule(std::string_view method) {
    const auto* const found = std::ranges::find(kRules, method, &AccessRule::method);
    return found == kRules.end() ? nullptr : found;
}

} // namespace signalbox
