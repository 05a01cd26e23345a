#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/machine_event.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The scripts of a statechart, seen from the interpreter, which knows no language. A ScriptProgram holds the compiled
// scripts of one chart; a ScriptSession runs them over the data of one workflow for one turn. engine/scxml implements
// both for ECMAScript; a chart of the null data model has neither.

// A place in the text of a definition, from 1; 0 where it is not known.
struct SourcePlace {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    bool operator==(const SourcePlace&) const = default;
};

inline constexpr std::uint32_t kNoScript = std::numeric_limits<std::uint32_t>::max();

// One script as the definition has it, and its number in the chart's ScriptProgram once that is made.
struct Script {
    std::string text;
    SourcePlace place;
    std::uint32_t number = kNoScript;

    bool operator==(const Script&) const = default;
};

enum class ScriptKind : std::uint8_t {
    Expression, // has a value: expr, cond, array
    Location,   // can be assigned to: location, idlocation, item of namelist
    Statements, // <script>
};

// Why a script has no result.
struct ScriptFault {
    std::string message;   // English: "ReferenceError: total is not defined"
    bool isBreach = false; // it passed a bound (time, memory, size): the turn ends, error.execution would not do
};
template <typename T>
using ScriptResult = std::expected<T, ScriptFault>;

// A value of a script, as far as JSON can say it; nothing is `undefined`. What JSON cannot say becomes what
// JSON.stringify makes of it: functions and undefined members vanish, NaN and the infinities become null.
using ScriptValue = std::optional<Json>;

// What the scripts of a turn may ask of the machine that runs them.
class ActiveStates {
public:
    virtual ~ActiveStates() = default;
    // In(id): whether the state with this id is active now. An unknown id is not.
    [[nodiscard]] virtual bool isActive(std::string_view stateId) const = 0;
};

// What a session starts from. Lifetime: all of it until the session's end.
struct ScriptScene {
    std::string_view workflowId;              // _sessionid
    std::string_view chartName;               // _name
    Time now;                                 // Date; stands still for the turn
    std::uint64_t seed = 0;                   // Math.random
    const Json& data;                         // an object: the variables and their values
    const std::vector<std::string>& declared; // names that exist besides, and are undefined unless `data` has them
    const ActiveStates& states;
    // The chart's top-level scripts, of a workflow that has run them already: they are run once more to make the
    // functions that `data` cannot hold. A declared variable that `data` says nothing of is then what they make of it,
    // if that is a function; nothing else of that run is kept, neither values nor faults. Its time counts.
    std::span<const Script> makers{};
};

// All that a session knows at its end.
struct ScriptData {
    Json data;                         // an object: the variables that are not undefined
    std::vector<std::string> declared; // every variable's name, sorted
};

// The variables of one workflow during one turn. Not thread-safe; used on the thread that opened it. After a breach
// every call fails with that breach.
class ScriptSession {
public:
    virtual ~ScriptSession() = default;

    // What _event is from now on; null: undefined.
    virtual void setEvent(const MachineEvent* event) = 0;

    [[nodiscard]] virtual ScriptResult<bool> condition(std::uint32_t expression) = 0;
    [[nodiscard]] virtual ScriptResult<ScriptValue> evaluate(std::uint32_t expression) = 0;
    [[nodiscard]] virtual ScriptResult<void> run(std::uint32_t statements) = 0;

    // A location must exist already, and must not be a system variable; fails otherwise.
    [[nodiscard]] virtual ScriptResult<void> assign(std::uint32_t location, std::uint32_t expression) = 0;
    [[nodiscard]] virtual ScriptResult<void> assign(std::uint32_t location, const ScriptValue& value) = 0;
    // The value at a location; fails where it does not exist.
    [[nodiscard]] virtual ScriptResult<ScriptValue> read(std::uint32_t location) = 0;

    // Makes a variable, undefined. Fails for a system variable and what is no identifier; keeps one that exists.
    [[nodiscard]] virtual ScriptResult<void> declare(std::string_view name) = 0;
    // Gives a variable its first value. Requires: declared.
    [[nodiscard]] virtual ScriptResult<void> initialise(std::string_view name, std::uint32_t expression) = 0;
    [[nodiscard]] virtual ScriptResult<void> initialise(std::string_view name, const ScriptValue& value) = 0;

    // <foreach>: takes a shallow copy of an array and tells its length. Nests: end each one that began.
    [[nodiscard]] virtual ScriptResult<std::size_t> beginForeach(std::uint32_t array) = 0;
    // Puts element `position` of the innermost array into variable `item`, and the position into `index` unless that is
    // empty, declaring them where they do not exist. An undefined element counts. Fails for no legal variable name.
    [[nodiscard]] virtual ScriptResult<void> stepForeach(std::size_t position, std::string_view item,
                                                         std::string_view index) = 0;
    virtual void endForeach() = 0;

    // The variables as they are. Fails as a breach where they do not fit the bounds of a turn.
    [[nodiscard]] virtual ScriptResult<ScriptData> data() = 0;
};

// The compiled scripts of one chart. Immutable.  Thread-safety: any thread.
class ScriptProgram {
public:
    virtual ~ScriptProgram() = default;
    // Requires: no other session of this program is open on this thread.
    [[nodiscard]] virtual std::unique_ptr<ScriptSession> open(const ScriptScene& scene) const = 0;
};

// Takes the scripts of a chart while it is built, and makes its program. Used once.
class ScriptCompiler {
public:
    virtual ~ScriptCompiler() = default;
    // Returns: the script's number in the program. One with a syntax error is taken too: it fails when it is run, as
    // SCXML wants it. Equal scripts may share a number.
    [[nodiscard]] virtual std::uint32_t add(ScriptKind kind, const Script& script) = 0;
    [[nodiscard]] virtual std::shared_ptr<const ScriptProgram> program() = 0;
};

} // namespace signalbox
