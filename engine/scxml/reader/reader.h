#pragma once

#include "engine/chart/diagnostic.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/script/ecmascript.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// Something that is wrong, or probably is, at a place of a definition's text.
struct SourceDiagnostic {
    Severity severity = Severity::Error;
    std::string file;    // as the reader was told, or of a file that src names
    SourcePlace place;   // columns count characters, not bytes
    std::string message; // English: what is wrong, and what to do

    bool operator==(const SourceDiagnostic&) const = default;
};

// "order.scxml:12:7: error: there is no state 'shiped'; did you mean 'shipped'?"
[[nodiscard]] std::string format(const SourceDiagnostic& diagnostic);

// A file that a definition refers to with src, as it was when the definition was read.
struct PackageFile {
    std::string path; // relative to the package
    std::string text;
    bool operator==(const PackageFile&) const = default;
};

struct ReadOptions {
    std::string file;              // what diagnostics call the text
    std::filesystem::path package; // the folder that src may reach, and nothing outside; empty: src is refused
    // Checks a script of the ECMAScript data model; what it finds is a warning, since SCXML wants the script to fail
    // when it is run. Empty: scripts are not looked into.
    std::function<std::optional<ScriptSyntaxFault>(ScriptKind, const std::string&)> findSyntaxFault;
};

struct ReadResult {
    std::optional<StatechartDraft> draft;      // unless a diagnostic is an error
    std::vector<SourceDiagnostic> diagnostics; // all that was found, in order of place
    std::vector<PackageFile> files;            // that were read, by path
};

inline constexpr std::size_t kMostBytes = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t kDeepest = 64;
inline constexpr std::size_t kMostStates = 10'000;
inline constexpr std::size_t kMostTransitions = 50'000;

// Reads and checks a definition: all of SCXML 1.0 but XPath and XML values. Safe on hostile text: any DOCTYPE is
// refused before it is parsed, and size, depth and number of elements are bounded.  Source: SCXML 1.0, W3C
// Recommendation of 2015-09-01.  Thread-safety: any thread.
[[nodiscard]] ReadResult read(std::string_view text, const ReadOptions& options);

// The same for a file, whose folder is the package unless the options name one.  Errors: NotFound, Io; what is wrong
// with the text is a diagnostic.
[[nodiscard]] Result<ReadResult> readFile(const std::filesystem::path& file, ReadOptions options = {});

} // namespace signalbox::scxml
