#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace signalbox {

// The named steps at which a test ends the process, as a loss of power would. They are nothing, and cost nothing, but
// in a test program that compiles their source files with SIGNALBOX_CRASH_POINTS and defines reachCrashPoint().
// The tests of crash points walk this list, and fail for a point that its scenario does not come by.
inline constexpr std::array kCrashPoints = std::to_array<std::string_view>({
    // a store is made
    "store_drafted",
    "store_named",
    // a turn
    "turn_taken",
    "turn_planned",
    "turn_submitted",
    // a commit of turns
    "commit_begun",
    "commit_half_written",
    "commit_written",
    "commit_done",
    "commit_published",
    "commit_half_answered",
    // an effect is sent
    "effect_taken",
    "effect_asked",
    "effect_answered",
    "effect_noted",
    "effect_settled",
    // the WAL goes into the database
    "checkpoint_begun",
    "checkpoint_done",
    // an unused workflow is let go
    "idle_asleep",
    "idle_gone",
    // a store is copied: for a backup, a restore, a migration
    "copy_half_made",
    "copy_made",
    "copy_changed",
    "copy_synced",
    // a backup
    "backup_verified",
    "backup_named",
    // a restore
    "restore_verified",
    "restore_drafted",
    "restore_log_copied",
    "restore_store_aside",
    "restore_cleared",
    "restore_named",
    // a migration
    "migration_copied",
    "migration_backed_up",
    "migration_begun",
    "migration_half_done",
    "migration_written",
    "migration_committed",
    "migration_done",
});

[[nodiscard]] consteval bool isCrashPoint(std::string_view name) {
    return std::ranges::find(kCrashPoints, name) != kCrashPoints.end();
}

void reachCrashPoint(std::string_view name);

} // namespace signalbox

#ifdef SIGNALBOX_CRASH_POINTS
#define SIGNALBOX_CRASH_POINT(name)                                                                                    \
    do {                                                                                                               \
        static_assert(::signalbox::isCrashPoint(name), "not in kCrashPoints");                                         \
        ::signalbox::reachCrashPoint(name);                                                                            \
    } while (false)
#else
#define SIGNALBOX_CRASH_POINT(name) static_assert(::signalbox::isCrashPoint(name), "not in kCrashPoints")
#endif
