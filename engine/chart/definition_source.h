#pragma once

#include "engine/chart/diagnostic.h"
#include "engine/chart/script_session.h"

#include <string>
#include <vector>

namespace signalbox {

// A file that a definition refers to, as it was when the definition was read.
struct PackageFile {
    std::string path; // relative to the package
    std::string text;
    bool operator==(const PackageFile&) const = default;
};

// A definition as its author wrote it: the text of an SCXML document, and of the files that it names.
struct DefinitionSource {
    std::string file; // what diagnostics call the text: "order.scxml"
    std::string text;
    std::vector<PackageFile> files; // by path
    std::string name{};             // of the chart, whatever the text says; empty: as it says
    bool operator==(const DefinitionSource&) const = default;
};

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

} // namespace signalbox
