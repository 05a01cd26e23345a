#include "engine/scxml/reader/content_reader.h"

#include "engine/chart/statechart/css_time.h"
#include "engine/scxml/namespaces.h"
#include "engine/scxml/reader/extension_reader.h"
#include "engine/scxml/reader/inline_value.h"
#include "engine/scxml/reader/payload_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace signalbox::scxml {
namespace {

using Kind = decltype(Content::element);

class ContentReader {
public:
    explicit ContentReader(Reading& reading) : m_reading(reading) {}

    void append(Block& block, const Element& element) {
        if (element.space != ElementSpace::Scxml) return;
        if (auto read = readElement(element)) block.push_back({.element = std::move(*read), .place = element.place});
    }

private:
    std::optional<Kind> readElement(const Element& element);
    Assign readAssign(const Element& element);
    If readIf(const Element& element);
    Foreach readForeach(const Element& element);
    Send readSend(const Element& element);

    void checkEventName(const Element& element);
    void checkSend(const Element& element, const Send& send);
    void requireDataModel(const Element& element);
    Script script(const Element& element, std::string_view name, ScriptKind kind) {
        return readScript(m_reading, element, name, kind).value_or(Script{});
    }

    Reading& m_reading;
};

std::optional<Kind> ContentReader::readElement(const Element& element) {
    const std::string& name = element.name;
    if (name == "raise") {
        checkEventName(element);
        return Raise{attributeOf(element, "event")};
    }
    if (name == "log") return Log{attributeOf(element, "label"), readScript(m_reading, element, "expr")};
    if (name == "assign") return readAssign(element);
    if (name == "script") {
        requireDataModel(element);
        return RunScript{readStatements(m_reading, element)};
    }
    if (name == "if") return readIf(element);
    if (name == "foreach") return readForeach(element);
    if (name == "send") return readSend(element);
    if (name == "cancel") return Cancel{readTextOrScript(m_reading, element, "sendid", "sendidexpr")};
    return std::nullopt;
}

Assign ContentReader::readAssign(const Element& element) {
    requireDataModel(element);
    Assign assign;
    assign.location = script(element, "location", ScriptKind::Location);
    assign.expression = readScript(m_reading, element, "expr");
    if (!assign.expression) assign.value = inlineValue(bodyText(m_reading, element));
    return assign;
}

If ContentReader::readIf(const Element& element) {
    If result;
    result.branches.emplace_back().condition = script(element, "cond", ScriptKind::Expression);
    for (const Element* child : element.children) {
        const bool isElseIf = isScxml(*child, "elseif");
        if (!isElseIf && !isScxml(*child, "else")) {
            append(result.branches.back().block, *child);
            continue;
        }
        if (!result.branches.back().condition)
            m_reading.report.error(child->place, fmt::format("<{}> may not stand behind <else>", child->name));
        result.branches.emplace_back();
        if (isElseIf) result.branches.back().condition = script(*child, "cond", ScriptKind::Expression);
    }
    return result;
}

Foreach ContentReader::readForeach(const Element& element) {
    requireDataModel(element);
    return {.array = script(element, "array", ScriptKind::Expression),
            .item = attributeOf(element, "item"),
            .index = attributeOf(element, "index"),
            .block = readBlock(m_reading, element)};
}

Send ContentReader::readSend(const Element& element) {
    checkEventName(element);
    Send send{.event = readTextOrScript(m_reading, element, "event", "eventexpr"),
              .target = readTextOrScript(m_reading, element, "target", "targetexpr"),
              .type = readTextOrScript(m_reading, element, "type", "typeexpr"),
              .delay = readTextOrScript(m_reading, element, "delay", "delayexpr"),
              .id = attributeOf(element, "id"),
              .idLocation = readScript(m_reading, element, "idlocation", ScriptKind::Location),
              .payload = readPayload(m_reading, element)};
    readSendExtension(m_reading, element, send);
    checkSend(element, send);
    return send;
}

void ContentReader::checkEventName(const Element& element) {
    const Attribute* const event = findAttribute(element, "event");
    if (event != nullptr && words(event->value).size() > 1)
        m_reading.report.error(event->valuePlace, fmt::format("<{}> takes one event, not a list", element.name));
}

void ContentReader::checkSend(const Element& element, const Send& send) {
    const bool isScxmlEvent = !send.type.script && isScxmlType(send.type.text);
    const bool hasContent = findChild(element, "content") != nullptr;
    if (isScxmlEvent && send.event.isEmpty() && !hasContent)
        m_reading.report.error(element.place, "<send> needs one of: 'event', 'eventexpr', <content>");
    const Attribute* const delay = findAttribute(element, "delay");
    if (delay != nullptr && !isBlank(delay->value) && !parseCssTime(delay->value))
        m_reading.report.error(delay->valuePlace,
                               fmt::format("'{}' is no delay: write it in seconds or milliseconds, like \"90s\" or "
                                           "\"1.5s\" or \"200ms\"",
                                           delay->value));
    if (send.target.text == "#_internal" && !send.delay.isEmpty())
        m_reading.report.error(element.place, "an event to #_internal cannot be delayed: leave 'target' out");
}

void ContentReader::requireDataModel(const Element& element) {
    if (m_reading.dataModel == StatechartDraft::DataModel::Null)
        m_reading.report.error(
            element.place,
            fmt::format("<{}> needs a data model: write datamodel=\"ecmascript\" in <scxml>", element.name));
}

} // namespace

Block readBlock(Reading& reading, const Element& parent) {
    Block block;
    ContentReader reader(reading);
    for (const Element* child : parent.children)
        reader.append(block, *child);
    return block;
}

Script readStatements(Reading& reading, const Element& element) {
    const Attribute* const source = findAttribute(element, "src");
    if (source == nullptr)
        return checked(reading, Script{.text = element.text, .place = element.textPlace}, ScriptKind::Statements);
    auto text = reading.package.read(source->value);
    if (text) return {.text = std::move(*text), .place = element.place};
    reading.report.error(source->valuePlace, text.error());
    return {};
}

bool isScxmlType(std::string_view type) {
    constexpr std::array<std::string_view, 4> kNames{"", "scxml", "http://www.w3.org/TR/scxml",
                                                     "http://www.w3.org/TR/scxml/"};
    return type == kScxmlProcessor || std::ranges::find(kNames, type) != kNames.end();
}

} // namespace signalbox::scxml
