#include "engine/chart/diagnostic.h"

#include <cassert>

namespace signalbox {

std::string_view name(DiagnosticCode code) {
    switch (code) {
    case DiagnosticCode::EmptyName:
        return "EmptyName";
    case DiagnosticCode::NoStates:
        return "NoStates";
    case DiagnosticCode::UnknownState:
        return "UnknownState";
    case DiagnosticCode::SecondParent:
        return "SecondParent";
    case DiagnosticCode::ParentCycle:
        return "ParentCycle";
    case DiagnosticCode::InitialSelf:
        return "InitialSelf";
    case DiagnosticCode::InitialSecond:
        return "InitialSecond";
    case DiagnosticCode::InitialNotChild:
        return "InitialNotChild";
    case DiagnosticCode::SelfTransition:
        return "SelfTransition";
    case DiagnosticCode::MissingCode:
        return "MissingCode";
    case DiagnosticCode::ParametersRedefined:
        return "ParametersRedefined";
    case DiagnosticCode::DuplicateParameter:
        return "DuplicateParameter";
    case DiagnosticCode::RequiredAfterOptional:
        return "RequiredAfterOptional";
    case DiagnosticCode::BadDefault:
        return "BadDefault";
    case DiagnosticCode::BadPattern:
        return "BadPattern";
    case DiagnosticCode::FinalNotLast:
        return "FinalNotLast";
    case DiagnosticCode::BadTimeout:
        return "BadTimeout";
    case DiagnosticCode::BadAssigneeLocation:
        return "BadAssigneeLocation";
    case DiagnosticCode::Unreachable:
        return "Unreachable";
    case DiagnosticCode::DeadEnd:
        return "DeadEnd";
    case DiagnosticCode::UnusedTrigger:
        return "UnusedTrigger";
    case DiagnosticCode::AlwaysAmbiguous:
        return "AlwaysAmbiguous";
    }
    assert(false && "a DiagnosticCode out of range");
    return "EmptyName";
}

} // namespace signalbox
