#pragma once

#include "engine/scxml/reader/reader.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// Prints what a failed comparison shows.
void PrintTo(const SourceDiagnostic& diagnostic, std::ostream* out);

// A document of the ECMAScript data model named "t.scxml" whose second line is the first of `body`.
[[nodiscard]] std::string document(std::string_view body, std::string_view rootAttributes = {});
[[nodiscard]] ReadResult readText(std::string_view text);

// The draft of document(body), which must have no error; its warnings are not looked at.
[[nodiscard]] StatechartDraft draftOf(std::string_view body, std::string_view rootAttributes = {});

// A text with the place of a diagnostic marked by '@', as far as it is known.
struct Marked {
    std::string text; // without the mark
    SourcePlace place;
};
[[nodiscard]] Marked unmark(std::string_view text);

// What is wrong with a text, and where: the one diagnostic that is expected of it.
struct Fault {
    std::string name; // of the test
    std::string text; // marked where the fault is
    std::string message;
    Severity severity = Severity::Error;
};
// Fails the test unless the fault is found where it is marked, and nothing else is.
void expectOnly(const Fault& fault);

} // namespace signalbox::scxml
