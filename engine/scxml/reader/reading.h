#pragma once

#include "engine/scxml/reader/document_text.h"
#include "engine/scxml/reader/element.h"
#include "engine/scxml/reader/package_files.h"
#include "engine/scxml/reader/report.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// What the readers of one document share. The grammar (grammar.h) tells what is misplaced, missing or too much; the
// readers take what they can use and tell only what the grammar cannot know.
struct Reading {
    const DocumentText& text;
    const ReadOptions& options;
    Report& report;
    PackageFiles& package;
    StatechartDraft::DataModel dataModel = StatechartDraft::DataModel::EcmaScript;
    std::size_t copiedBytes = 0;  // of outerText
    std::size_t patternCount = 0; // of triggers'
};

// A word of an attribute that is a list.
struct Token {
    std::string text;
    SourcePlace place;
};
[[nodiscard]] std::vector<Token> tokensOf(const Reading& reading, const Attribute& attribute);

// The script that an attribute holds, checked as far as the options say; none where it is missing or blank.
[[nodiscard]] std::optional<Script> readScript(Reading& reading, const Element& element, std::string_view name,
                                               ScriptKind kind = ScriptKind::Expression);
// The one place where a script's syntax is looked at.
[[nodiscard]] Script checked(Reading& reading, Script script, ScriptKind kind);

// An element as a document of its own: its text with the namespaces that are in scope. Empty, with an error, where all
// copies together pass their bound.
[[nodiscard]] std::string outerText(Reading& reading, const Element& element);
// What stands in an element, as text: its character data, or XML as it is written, with a warning.
[[nodiscard]] std::string bodyText(Reading& reading, const Element& element);

// yes, no or neither: "true", "false". Reports what is neither.
[[nodiscard]] bool readFlag(Reading& reading, const Attribute* attribute);

} // namespace signalbox::scxml
