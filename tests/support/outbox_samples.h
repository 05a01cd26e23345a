#pragma once

#include "engine/workflow_effects.h"
#include "engine/workflow_timers.h"

#include <string>

namespace signalbox::tests {

// Timers and effects as they look in life, for tests of what shows them.

inline TimerEntry timerOf(const std::string& workflow, const std::string& name, const std::string& trigger, Time due) {
    TimerEntry timer;
    timer.workflowId = workflow;
    timer.definition = {"bug", 1};
    timer.name = name;
    timer.due = due;
    timer.trigger = trigger;
    return timer;
}

inline EffectEntry mailOf(const std::string& workflow, std::uint64_t change, Time requested) {
    EffectEntry entry;
    entry.id = {Seq{change}, 0};
    entry.workflowId = workflow;
    entry.definition = {"bug", 1};
    entry.requested = requested;
    entry.effect = {EffectKind::Mail,
                    {{"to", "sue@example.com"}, {"subject", "BUG-1 is yours"}, {"text", "It waits for you."}}};
    entry.receiver = "mail";
    return entry;
}

// A mail that waits for a server.
inline EffectEntry heldMailOf(const std::string& workflow, std::uint64_t change, Time requested) {
    EffectEntry entry = mailOf(workflow, change, requested);
    entry.isHeld = true;
    entry.waitsFor = "no mail server configured";
    return entry;
}

// A web request that was given up.
inline EffectEntry failedHookOf(const std::string& workflow, std::uint64_t change, Time requested) {
    EffectEntry entry;
    entry.id = {Seq{change}, 1};
    entry.workflowId = workflow;
    entry.definition = {"bug", 1};
    entry.requested = requested;
    entry.effect = {EffectKind::Webhook, {{"url", "https://hooks.example.com/bugs"}, {"body", {{"id", workflow}}}}};
    entry.status = EffectStatus::Failed;
    entry.receiver = "https://hooks.example.com:443";
    entry.problem = "HTTP 503 Service Unavailable";
    entry.progress.attempts = 2;
    entry.progress.status = 503;
    entry.progress.lastAttempt = requested + std::chrono::seconds{90};
    entry.progress.failures = {
        {requested + std::chrono::seconds{1}, "the connection was refused", 0},
        {requested + std::chrono::seconds{90}, "HTTP 503 Service Unavailable", 503},
    };
    entry.progress.request = {{"method", "POST"},
                              {"url", "https://hooks.example.com/bugs"},
                              {"headers", {{"Authorization", "Bearer s3cret"}, {"Content-Type", "application/json"}}}};
    entry.progress.response = R"({"error":"maintenance","token":"abc123"})";
    return entry;
}

// A web request that is tried again at `next`.
inline EffectEntry retryingHookOf(const std::string& workflow, std::uint64_t change, Time requested, Time next) {
    EffectEntry entry = failedHookOf(workflow, change, requested);
    entry.status = EffectStatus::Pending;
    entry.progress.nextAttempt = next;
    return entry;
}

} // namespace signalbox::tests
