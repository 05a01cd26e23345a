#pragma once

#include "engine/chart/script_session.h"

#include <chrono>
#include <cstddef>
#include <memory>

namespace signalbox::scxml {

// Bounds of what the scripts of one turn may use.
struct ScriptBounds {
    std::chrono::milliseconds time{50};           // of all scripts together
    std::size_t dataBytes = std::size_t{1} << 20; // of all variables, as JSON text
};

// The ECMAScript data model: a compiler for the scripts of one chart. The program it makes keeps one JavaScript engine
// per thread that uses it, each with the chart's scripts compiled. Requires: a QCoreApplication exists while scripts
// run.
[[nodiscard]] std::unique_ptr<ScriptCompiler> makeEcmaScriptCompiler(const ScriptBounds& bounds = {});

// The first syntax error of a script, in English with its line and column within the text; nothing if it has none.
struct ScriptSyntaxFault {
    std::string message;
    SourcePlace place; // within the script
};
[[nodiscard]] std::optional<ScriptSyntaxFault> findSyntaxFault(ScriptKind kind, const std::string& text);

} // namespace signalbox::scxml
