#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/definition_compiler.h"
#include "engine/scxml/reader/reader.h"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// What became of an SCXML text: a chart ready to run, unless a diagnostic is an error.
struct CompileResult {
    ChartPtr chart;
    std::vector<SourceDiagnostic> diagnostics; // all that was found, in order of place
    std::vector<PackageFile> files;            // what src names, as it was read
};

// Reads, checks and compiles a definition, its scripts included. Thread-safety: any thread.
[[nodiscard]] CompileResult compile(std::string_view text, ReadOptions options);

// The same for a file, whose folder is its package.  Errors: NotFound, Io.
[[nodiscard]] Result<CompileResult> compileFile(const std::filesystem::path& file);

// The definition in a file as it can be deployed: its text, and those of its folder that it names. What is wrong with
// them, the compiler tells.  Errors: NotFound, Io.  Thread-safety: any thread.
[[nodiscard]] Result<DefinitionSource> readSource(const std::filesystem::path& file);

// What an engine compiles deployed definitions with. Requires: as makeEcmaScriptCompiler().
[[nodiscard]] std::unique_ptr<DefinitionCompiler> makeDefinitionCompiler();

} // namespace signalbox::scxml
