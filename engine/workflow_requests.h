#pragma once

#include "engine/base/error.h"
#include "engine/workflow_list.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// What a WorkflowService is asked and what it answers.

// -- acting -------------------------------------------------------------------

struct CreateRequest {
    DefinitionRef definition;
    std::string id; // 1 to 256 bytes of UTF-8 without control characters; empty: the engine makes one, NAME-NUMBER
    Json data;      // object or null
    Caller caller;
};

struct CreateReply {
    std::string id;
    Seq seq;
};

struct FireRequest {
    std::string id;
    std::string trigger;
    Json arguments; // object by name, array by position, or null
    std::optional<Revision> expectedRevision;
    // Virtual activation: if the workflow does not exist, create it from this definition first, in the same commit.
    std::optional<DefinitionRef> createFrom;
    Caller caller;
};

struct ActRequest {
    std::string id;
    std::optional<Revision> expectedRevision;
    Caller caller;
};

// Why a trigger was refused, and what may be done instead.
struct Refusal {
    std::string message;                // one English sentence
    std::vector<std::string> unmet;     // descriptions of guards that did not hold
    std::vector<std::string> permitted; // triggers that may be fired now
};

struct FireReply {
    Outcome outcome = Outcome::Rejected;
    std::string state;      // name of the leaf after the turn
    Revision revision;      // after the turn
    std::optional<Seq> seq; // of the change; none when refused
    WorkflowStatus status = WorkflowStatus::Active;
    std::optional<Refusal> refusal; // set when the outcome is not accepted
};

struct TerminateReply {
    Revision revision;
    Seq seq;
};

struct RemoveReply {
    Seq seq;
};

// What a turn would do.
struct Preview {
    Outcome outcome = Outcome::Rejected;
    Revision revision; // it was asked of
    std::string stateBefore;
    std::string stateAfter;
    Json dataAfter;
    std::vector<DataChange> dataChanges;
    std::vector<TakenTransition> taken;
    std::vector<EffectRequest> effects;
    std::vector<TimerRequest> timersSet;
    std::vector<std::string> timersDropped;
    std::vector<std::string> log;
    std::optional<Refusal> refusal;
};

// -- reading ------------------------------------------------------------------

struct GetRequest {
    std::string id;
    std::optional<Revision> atRevision;
};

struct HistoryRequest {
    std::string id;
    std::optional<Revision> before; // only older ones; none: from the newest
    std::uint32_t limit = 200;      // at most 10 000
};

struct HistoryReply {
    std::vector<Change> changes; // newest first
    bool hasMore = false;
    std::uint64_t total = 0; // changes of this workflow
};

struct ExplainRequest {
    std::string id;
    std::string trigger; // empty: all triggers, without arguments
    Json arguments;
    std::optional<Revision> atRevision; // as it was then, with the guards asked now; none: the newest
};

struct WatchRequest {
    std::optional<Seq> after; // none: from now on
    // The epoch that `after` was seen in, from Statistics: after a restore the same seq is another change. None: not
    // checked.
    std::optional<std::uint64_t> epoch = {};
    std::optional<std::string> id; // one workflow only
};

struct WatchBatch {
    std::vector<Change> changes; // in order of seq; without effects' states
    Seq upTo;                    // everything up to here has been given
    // Workflows whose residency changed; not part of the log.
    std::vector<EnumerateReply::Item> residency;
    bool hasNewDefinitions = false; // some were deployed: ask for them again
    // Workflows whose effects went on without a turn: sent, tried again, given up; not part of the log, none twice.
    std::vector<std::string> effects{};
};
using WatchObserver = std::function<void(Result<WatchBatch>)>;

} // namespace signalbox
