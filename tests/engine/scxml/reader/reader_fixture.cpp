#include "tests/engine/scxml/reader/reader_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::scxml {

void PrintTo(const SourceDiagnostic& diagnostic, std::ostream* out) {
    *out << format(diagnostic);
}

std::string document(std::string_view body, std::string_view rootAttributes) {
    return fmt::format("<scxml xmlns='http://www.w3.org/2005/07/scxml' xmlns:sb='urn:signalbox:workflow:1' "
                       "xmlns:other='urn:other' version='1.0' {}>\n{}\n</scxml>",
                       rootAttributes, body);
}

ReadResult readText(std::string_view text) {
    return read(text, {.file = "t.scxml", .package = {}, .findSyntaxFault = {}});
}

StatechartDraft draftOf(std::string_view body, std::string_view rootAttributes) {
    const ReadResult result = readText(document(body, rootAttributes));
    for (const SourceDiagnostic& each : result.diagnostics)
        EXPECT_EQ(each.severity, Severity::Warning) << format(each);
    return result.draft.value_or(StatechartDraft{});
}

Marked unmark(std::string_view text) {
    Marked marked{.text = std::string(text), .place = {}};
    const std::size_t at = marked.text.find('@');
    if (at == std::string::npos) return marked;
    marked.text.erase(at, 1);
    const std::string before = marked.text.substr(0, at);
    const std::size_t lineStart = before.rfind('\n') + 1;
    marked.place = {.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1,
                    .column = static_cast<std::uint32_t>(before.size() - lineStart) + 1};
    return marked;
}

void expectOnly(const Fault& fault) {
    SCOPED_TRACE(fault.name);
    const Marked marked = unmark(fault.text);
    const ReadResult result = readText(marked.text);
    const SourceDiagnostic expected{
        .severity = fault.severity, .file = "t.scxml", .place = marked.place, .message = fault.message};
    EXPECT_EQ(result.diagnostics, std::vector{expected});
    EXPECT_EQ(result.draft.has_value(), fault.severity == Severity::Warning);
}

} // namespace signalbox::scxml
