#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

enum class Severity : std::uint8_t {
    Warning, // the chart runs, but probably not as meant
    Error,   // there is no chart
};

// What is wrong with a definition, as a machine reads it.
enum class DiagnosticCode : std::uint8_t {
    // errors
    EmptyName,
    NoStates,
    UnknownState, // a state is referred to that is not declared
    SecondParent,
    ParentCycle,
    InitialSelf,
    InitialSecond,
    InitialNotChild,
    SelfTransition,
    MissingCode,
    ParametersRedefined,
    DuplicateParameter,
    RequiredAfterOptional,
    BadDefault, // a default or choice that its own parameter refuses
    BadPattern,
    FinalNotLast, // a final state with substates or transitions
    BadTimeout,   // not positive, or of a trigger that needs arguments
    BadAssigneeLocation,
    // warnings
    Unreachable,
    DeadEnd,
    UnusedTrigger,
    AlwaysAmbiguous,
};
[[nodiscard]] std::string_view name(DiagnosticCode code);

struct Diagnostic {
    Severity severity = Severity::Error;
    DiagnosticCode code = DiagnosticCode::EmptyName;
    std::string subject; // the state, trigger or transition: "Open --Assign--> Assigned"
    std::string message; // English: what is wrong, and what to do

    bool operator==(const Diagnostic&) const = default;
};

} // namespace signalbox
