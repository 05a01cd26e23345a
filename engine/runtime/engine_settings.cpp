#include "engine/runtime/engine_settings.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace signalbox {

Status validate(const EngineSettings& settings) {
    const std::array<std::pair<std::string_view, bool>, 19> positive{{
        {"idle_timeout", settings.idleTimeout > Duration::zero()},
        {"scan_interval", settings.scanInterval > Duration::zero()},
        {"request_id_retention", settings.requestIdRetention > Duration::zero()},
        {"mailbox_bound", settings.mailboxBound > 0},
        {"commit_bound", settings.commitBound > 0},
        {"commit_share", settings.commitShare > 0},
        {"watch_bound", settings.watchBound > 0},
        {"argument_bytes", settings.argumentBytes > 0},
        {"json_depth", settings.jsonDepth > 0},
        {"visit_bound", settings.visitBound > 0},
        {"housekeeping_interval", settings.housekeepingInterval > Duration::zero()},
        {"outbox.first_pause", settings.outbox.firstPause > Duration::zero()},
        {"outbox.longest_pause", settings.outbox.longestPause > Duration::zero()},
        {"outbox.attempt_bound", settings.outbox.attemptBound > 0},
        {"outbox.patience", settings.outbox.patience > Duration::zero()},
        {"outbox.sends_per_receiver", settings.outbox.sendsPerReceiver > 0},
        {"outbox.send_bound", settings.outbox.sendBound > 0},
        {"outbox.failures_to_break", settings.outbox.failuresToBreak > 0},
        {"outbox.break_time", settings.outbox.breakTime > Duration::zero()},
    }};
    for (const auto& [name, holds] : positive)
        if (!holds) return fail(ErrorCode::InvalidArgument, fmt::format("setting {} must be above 0", name));
    if (settings.idleTimeout < settings.scanInterval)
        return fail(ErrorCode::InvalidArgument, "setting idle_timeout must not be below scan_interval",
                    "raise idle_timeout or shorten scan_interval");
    return {};
}

} // namespace signalbox
