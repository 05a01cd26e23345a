#pragma once

#include "engine/chart/definition_source.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/script/ecmascript.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

struct ReadOptions {
    std::string file;              // what diagnostics call the text
    std::filesystem::path package; // the folder that src may reach, and nothing outside; empty: none
    // What src may reach beside the folder, and before it: the files of a package that was read before. Lifetime: until
    // the reading is over.
    std::span<const PackageFile> files = {};
    // Checks a script of the ECMAScript data model; what it finds is a warning, since SCXML wants the script to fail
    // when it is run. Empty: scripts are not looked into.
    std::function<std::optional<ScriptSyntaxFault>(ScriptKind, const std::string&)> findSyntaxFault;
};

struct ReadResult {
    std::optional<StatechartDraft> draft;      // unless a diagnostic is an error
    std::vector<SourceDiagnostic> diagnostics; // all that was found, in order of place; then of files of children
    std::vector<PackageFile> files;            // that it and its children name and that were read, by path
};

inline constexpr std::size_t kMostBytes = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t kDeepest = 64;
inline constexpr std::size_t kMostStates = 10'000;
inline constexpr std::size_t kMostTransitions = 50'000;

// Reads and checks a definition: all of SCXML 1.0 but XPath and XML values. Safe on hostile text: any DOCTYPE is
// refused before it is parsed, and size, depth and number of elements are bounded.  Source: SCXML 1.0, W3C
// Recommendation of 2015-09-01.  Thread-safety: any thread.
[[nodiscard]] ReadResult read(std::string_view text, const ReadOptions& options);

// A file's text, or as much of one that is too large as the reader needs to refuse it.  Errors: NotFound, Io.
[[nodiscard]] Result<std::string> readFileText(const std::filesystem::path& file);

// The same for a file, whose folder is the package unless the options name one.  Errors: NotFound, Io; what is wrong
// with the text is a diagnostic.
[[nodiscard]] Result<ReadResult> readFile(const std::filesystem::path& file, ReadOptions options = {});

} // namespace signalbox::scxml
