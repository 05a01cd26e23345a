#pragma once

#include "engine/chart/definition_source.h"
#include "engine/chart/structure_difference.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// What a WorkflowService is asked and what it answers about definitions and their versions.

struct DeployRequest {
    DefinitionSource source;
    bool isDryRun = false; // only tell what it would do
    Caller caller;         // without a request id: deploying the same again does nothing
};

struct DeployReply {
    std::vector<SourceDiagnostic> diagnostics; // in order of place; an error: it was not deployed
    std::optional<DefinitionRef> definition;   // as which it is, or would be, deployed; none: there are errors
    bool isNew = false;                        // false: a version of this name has this very content
    std::optional<ChartStructure> structure;   // of `definition`
    std::optional<DefinitionRef> previous;     // the newest of its name before; none: it is the first
    StructureDifference difference;            // from `previous`
    std::vector<std::pair<DefinitionRef, std::uint64_t>> workflows; // how many are on which version, oldest first
};

struct MigrateRequest {
    std::string id;
    DefinitionRef target; // of the workflow's definition, its name may be left out; version 0: the newest
    // Where a state goes whose name the target does not have, or another than the one of its name.
    std::map<std::string, std::string> states;
    bool isDryRun = false; // only tell what it would do
    std::optional<Revision> expectedRevision;
    Caller caller;
};

// What does not go over as it is: what the target has no place for, or what it has and the workflow has not.
struct MigrationGap {
    enum class Kind : std::uint8_t { State, History, Timer, Child, Variable };
    Kind kind = Kind::State;
    std::string subject;     // its name
    std::string message;     // English: what becomes of it, or what to do
    bool isBlocking = false; // the workflow cannot migrate until it is mapped; only a State
    bool operator==(const MigrationGap&) const = default;
};

struct MigrateReply {
    DefinitionRef from;
    DefinitionRef to;
    std::vector<std::string> statesBefore; // leaves
    std::vector<std::string> statesAfter;  // where they go; a gap goes nowhere
    std::vector<MigrationGap> gaps;
    Revision revision;      // after it
    std::optional<Seq> seq; // of the change; none: a dry run, or a gap is in the way
};

} // namespace signalbox
