#pragma once

#include "engine/chart/contexts.h"

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace signalbox {

// The code behind a definition. It must be pure: the same context gives the same answer and the same writes.

// A condition of a transition.
struct Guard {
    std::string description;
    bool usesArguments = false; // false: it may be asked before arguments are known
    std::function<bool(const GuardContext&)> code;
    std::function<bool(const DataContext&)> dataCode; // instead of `code` when it does not use arguments
};

// An entry, exit or transition action.
struct Action {
    std::string description;
    std::function<void(ActionContext&)> code;
};

// An activation or deactivation hook.
struct Hook {
    std::string description;
    std::function<void(HookContext&)> code;
};

// Computes the target of a dynamic transition: the name of a state.
using Selector = std::function<std::string(const GuardContext&)>;

inline constexpr std::string_view kUnnamedGuard = "condition";
inline constexpr std::string_view kUnnamedAction = "action";

// A guard on the data, which takes a `const DataContext&`.
template <std::predicate<const DataContext&> Code>
[[nodiscard]] Guard when(std::string description, Code code) {
    return {.description = std::move(description), .usesArguments = false, .code = {}, .dataCode = std::move(code)};
}

// A guard on the arguments, which takes a `const GuardContext&`. explain() does not ask it without arguments.
template <std::predicate<const GuardContext&> Code>
    requires(!std::predicate<Code, const DataContext&>)
[[nodiscard]] Guard when(std::string description, Code code) {
    return {.description = std::move(description), .usesArguments = true, .code = std::move(code), .dataCode = {}};
}

template <typename Code>
    requires(!std::convertible_to<Code, std::string>)
[[nodiscard]] Guard when(Code code) {
    return when(std::string(kUnnamedGuard), std::move(code));
}

// A guard described by its function's name: SIGNALBOX_WHEN(isPaid).
#define SIGNALBOX_WHEN(function) ::signalbox::when(#function, function)

// The code of a chart, with one row per row of its structure.
struct StateCode {
    std::vector<Action> entries;
    std::vector<Action> exits;
    std::vector<Hook> activations;
    std::vector<Hook> deactivations;
};

struct TransitionCode {
    std::vector<Guard> guards;
    Selector selector; // dynamic transitions only
    std::vector<Action> actions;
};

struct ChartCode {
    std::vector<StateCode> states;
    std::vector<TransitionCode> transitions;
};

} // namespace signalbox
