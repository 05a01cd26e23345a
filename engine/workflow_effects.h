#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/chart/step_result.h"
#include "engine/workflow_values.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// What workflows asked others to do, and what became of it: what a WorkflowService is asked and what it answers.

// Of one effect in its store: the turn that asked for it, and the place in the turn, from 0.
struct EffectId {
    Seq change;
    std::uint32_t ordinal = 0;
    auto operator<=>(const EffectId&) const = default;
};
// "12.0", and back.  Errors: InvalidArgument.
[[nodiscard]] std::string text(EffectId id);
[[nodiscard]] Result<EffectId> parseEffectId(std::string_view text);

// One try that failed.
struct EffectAttempt {
    Time at;
    std::string error;        // English, one line
    std::uint32_t status = 0; // of HTTP or SMTP; 0: there was no answer
    bool operator==(const EffectAttempt&) const = default;
};

// How far the sending of an effect has come. Kept with it in the store.
struct EffectProgress {
    std::uint32_t attempts = 0;          // since it was asked for, or retried by somebody
    std::optional<Time> lastAttempt;     // none: not tried yet
    std::optional<Time> nextAttempt;     // of a pending one: not before; none: at once
    std::vector<EffectAttempt> failures; // the last ones, oldest first, at most 20
    std::uint32_t status = 0;            // of the last answer; 0: there was none
    std::string response;                // body of the last answer; at most 64 KiB
    bool isResponseCut = false;
    Json request = nullptr;          // as it was sent the last time, secrets masked; null: not yet
    std::optional<Time> repliedAt{}; // its receiver has used the reply address
    bool operator==(const EffectProgress&) const = default;
};

// An effect as an operator sees it.
struct EffectEntry {
    EffectId id;
    std::string workflowId;
    DefinitionRef definition;
    Time requested; // of the turn
    EffectRequest effect;
    EffectStatus status = EffectStatus::Pending;
    EffectProgress progress;
    std::string receiver;   // "https://host:port", "mail", "workflow BUG-1"
    std::string problem;    // why the last try failed, without what differs from one effect to the next; empty: it did
                            // not
    std::string waitsFor;   // of a pending one, in English: "no mail server configured"; empty: for its time alone
    bool isHeld = false;    // it waits until an operator does something
    bool isSending = false; // right now
};

struct EffectsRequest {
    // Of this workflow, whatever became of them, newest first. None: of all, but only those that are pending or failed.
    std::optional<std::string> workflowId;
    std::vector<EffectStatus> statuses; // empty: any
    std::string problem;                // only these; empty: any
    std::optional<EffectId> before;     // only older ones; none: from the newest
    std::uint32_t limit = 200;          // at most 10 000
};

// Failed effects that have the same problem with the same receiver.
struct EffectProblem {
    std::string problem;
    std::string receiver;
    std::uint64_t count = 0;
    Time newest; // last attempt
    bool operator==(const EffectProblem&) const = default;
};

struct EffectsReply {
    std::vector<EffectEntry> effects; // newest first
    bool hasMore = false;
    std::vector<EffectProblem> problems; // of the whole store, most first
};

// What an operator may do about effects that are pending or failed.
enum class EffectAction : std::uint8_t {
    Retry, // now, and with all attempts before it again
    Skip,  // never: those behind it go on
};

// Each workflow concerned has one turn.
struct EffectActRequest {
    EffectAction action = EffectAction::Retry;
    std::vector<EffectId> effects;
    // Besides, all failed ones with this problem and receiver; empty: none.
    std::string problem;
    std::string receiver{};
    Caller caller;
};

struct EffectActReply {
    std::uint64_t done = 0;
    std::vector<std::pair<EffectId, Error>> refused; // NotFound, NotPermitted (sent or skipped already), as fire
};

// What a receiver answers later, to the reply address that came with an effect: it fires a trigger of the workflow. The
// address serves once: for one trigger that is accepted.
struct RespondRequest {
    std::string address;
    std::string trigger;
    Json arguments; // as of FireRequest
    Caller caller;
};

} // namespace signalbox
