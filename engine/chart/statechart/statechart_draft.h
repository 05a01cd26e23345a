#pragma once

#include "engine/chart/statechart/content.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// A definition of the `scxml` profile as it is read or written: every element of SCXML 1.0 that has a meaning here, in
// document order, states by id. What reads it checks it (engine/scxml/reader); build() takes it as right.
struct StatechartDraft {
    // Persistent: never change a value.
    enum class DataModel : std::uint8_t { EcmaScript = 0, Null = 1 };
    // When the data of a state gets its first values.
    enum class Binding : std::uint8_t { Early, Late };
    enum class Kind : std::uint8_t { State, Parallel, Final, ShallowHistory, DeepHistory };

    // <initial>, or the attribute: where a compound state starts. No targets: its first child.
    struct Initial {
        std::vector<std::string> targets;
        Block block;
        SourcePlace place;
    };
    // <data>: at most one of the three; none means undefined.
    struct Variable {
        std::string id;
        std::optional<Script> expression;
        std::optional<Json> value; // the body or the file of src, as for Payload
        std::optional<ScriptFault>
            fault; // src was refused or could not be read: error.execution when it is initialised
        SourcePlace place;
    };
    // <invoke>: a child workflow that lives as long as its state.
    struct Invoke {
        TextOrScript type;
        TextOrScript source;
        std::string id;                   // empty: made, "state.number"
        std::optional<Script> idLocation; // where a made one is put
        Payload payload;
        std::string document;          // an inline <scxml>, as a document of its own; empty: none
        bool forwardsEvents = false;   // autoforward
        std::optional<Block> finalize; // an empty block: what came is put into the locations of the parameters
        SourcePlace place;
    };
    struct State {
        std::string id; // unique; made for states without one, "state.number"
        Kind kind = Kind::State;
        std::optional<std::uint32_t> parent; // index into `states`
        Initial initial;                     // State only
        std::vector<Block> entries;          // one per <onentry>: an error ends only its own
        std::vector<Block> exits;
        std::vector<Variable> variables;
        std::vector<Invoke> invokes;
        std::optional<Payload> doneData; // Final only
        std::string label;               // sb:label
        bool isTransparent = false;      // sb:transparent: not shown as a state of its own
        std::optional<Duration> limit;   // sb:sla: longer in this state is overdue
        bool isAlert = false;            // sb:alert: a workflow that is here needs somebody to look after it
        std::string actions;             // sb:actions: what code does on entry and exit, where there is such code
        SourcePlace place;
    };
    struct Transition {
        std::uint32_t source = 0;        // index into `states`; a history state's is its default
        std::vector<std::string> events; // descriptors as written; none: eventless
        std::optional<Script> condition;
        std::vector<std::string> targets; // none: targetless
        bool isInternal = false;
        Block block;
        std::string guard;   // sb:guard: the condition in people's words; shown instead of its text
        std::string actions; // sb:actions: what code does, where there is such code
        SourcePlace place;
    };

    std::string name;
    std::uint32_t version = 1; // sb:version
    std::string title;         // sb:title
    DataModel dataModel = DataModel::EcmaScript;
    Binding binding = Binding::Early;
    Initial initial;
    std::vector<Variable> variables; // of <scxml>
    std::vector<Script> scripts;     // children of <scxml>, run once, before the first state is entered
    std::vector<State> states;
    std::vector<Transition> transitions;
    std::vector<TriggerStructure> triggers; // sb:trigger: signatures for forms
    std::string cancelEvent;                // sb:cancelEvent; empty: cannot be cancelled
    std::string assigneeLocation;           // sb:assignee: JSON pointer into the data; empty: none
    std::string sourceHash;                 // see ChartStructure
    std::string keyLocation;                // sb:key: JSON pointer to what people call the workflow by; empty: none
};

} // namespace signalbox
