#include "engine/scxml/reader/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox::scxml {
namespace {

// Inline documents may hold inline documents, and each is copied.
constexpr std::size_t kMostCopiedBytes = 8 * kMostBytes;

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '"')
            result += "&quot;";
        else
            result += c;
    }
    return result;
}

// Declarations of the namespaces that an element inherits, nearest first.
std::string inheritedBindings(const Element& element) {
    std::vector<std::string_view> known;
    for (const NamespaceBinding& each : element.bindings)
        known.emplace_back(each.prefix);
    std::string result;
    for (const Element* at = element.parent; at != nullptr; at = at->parent) {
        for (const NamespaceBinding& each : at->bindings) {
            if (std::ranges::find(known, each.prefix) != known.end()) continue;
            known.emplace_back(each.prefix);
            result += fmt::format(" xmlns{}{}=\"{}\"", each.prefix.empty() ? "" : ":", each.prefix, escaped(each.uri));
        }
    }
    return result;
}

bool hasOneElement(const Element& element) {
    return element.children.size() == 1 && isBlank(element.text);
}

} // namespace

std::vector<Token> tokensOf(const Reading& reading, const Attribute& attribute) {
    std::vector<Token> tokens;
    const char* counted = attribute.value.data();
    qsizetype offset = attribute.valueOffset;
    for (const std::string_view word : words(attribute.value)) {
        offset += QString::fromUtf8(counted, word.data() - counted).size();
        counted = word.data();
        const qsizetype bounded = std::min<qsizetype>(offset, reading.text.text().size());
        tokens.push_back({.text = std::string(word), .place = reading.text.place(bounded)});
    }
    return tokens;
}

Script checked(Reading& reading, Script script, ScriptKind kind) {
    const bool isLookedAt =
        reading.options.findSyntaxFault && reading.dataModel == StatechartDraft::DataModel::EcmaScript;
    if (!isLookedAt) return script;
    if (const auto fault = reading.options.findSyntaxFault(kind, script.text)) {
        SourcePlace place = script.place;
        const bool isFirstLine = fault->place.line <= 1;
        if (fault->place.line > 0) place.line += fault->place.line - 1;
        if (fault->place.column > 0)
            place.column = isFirstLine ? place.column + fault->place.column - 1 : fault->place.column;
        reading.report.warning(place, fmt::format("this script fails when it is run: {}", fault->message));
    }
    return script;
}

std::optional<Script> readScript(Reading& reading, const Element& element, std::string_view name, ScriptKind kind) {
    const Attribute* const found = findAttribute(element, name);
    if (found == nullptr || isBlank(found->value)) return std::nullopt;
    return checked(reading, Script{.text = found->value, .place = found->valuePlace}, kind);
}

std::string outerText(Reading& reading, const Element& element) {
    const bool wasTooMuch = reading.copiedBytes > kMostCopiedBytes;
    if (wasTooMuch) return {};
    std::string text = reading.text.slice(element.begin, element.end);
    text.insert(element.qualifiedName.size() + 1, inheritedBindings(element));
    reading.copiedBytes += text.size();
    if (reading.copiedBytes <= kMostCopiedBytes) return text;
    reading.report.error(element.place, "inline documents hold inline documents to more than 16 MiB in all");
    return {};
}

std::string bodyText(Reading& reading, const Element& element) {
    if (element.children.empty()) return element.text;
    reading.report.warning(element.children.front()->place,
                           fmt::format("XML values are not supported: <{}> becomes a text that scripts see as a string",
                                       element.children.front()->qualifiedName));
    if (hasOneElement(element)) return outerText(reading, *element.children.front());
    const qsizetype bodyEnd = reading.text.text().lastIndexOf(u'<', element.end - 1);
    return reading.text.slice(element.bodyBegin, bodyEnd);
}

bool readFlag(Reading& reading, const Attribute* attribute) {
    if (attribute == nullptr || attribute->value == "false") return false;
    if (attribute->value != "true")
        reading.report.error(attribute->valuePlace,
                             fmt::format("'{}' must be true or false, not '{}'", attribute->name, attribute->value));
    return attribute->value == "true";
}

} // namespace signalbox::scxml
