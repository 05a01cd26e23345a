#include "engine/scxml/reader/payload_reader.h"

#include "engine/scxml/reader/inline_value.h"

#include <utility>

namespace signalbox::scxml {
namespace {

Parameter readParameter(Reading& reading, const Element& element) {
    return {.name = attributeOf(element, "name"),
            .expression = readScript(reading, element, "expr"),
            .location = readScript(reading, element, "location", ScriptKind::Location)};
}

std::vector<Script> readNames(Reading& reading, const Element& element) {
    std::vector<Script> names;
    const Attribute* const list = findAttribute(element, "namelist");
    if (list == nullptr) return names;
    for (Token& each : tokensOf(reading, *list))
        names.push_back(
            checked(reading, Script{.text = std::move(each.text), .place = each.place}, ScriptKind::Location));
    return names;
}

} // namespace

TextOrScript readTextOrScript(Reading& reading, const Element& element, std::string_view name,
                              std::string_view scriptName) {
    return {.text = attributeOf(element, name), .script = readScript(reading, element, scriptName)};
}

const Element* findInlineDocument(const Element& invoke) {
    const Element* const content = isScxml(invoke, "invoke") ? findChild(invoke, "content") : nullptr;
    return content == nullptr ? nullptr : findChild(*content, "scxml");
}

Payload readPayload(Reading& reading, const Element& element) {
    Payload payload;
    payload.names = readNames(reading, element);
    for (const Element* child : element.children)
        if (isScxml(*child, "param")) payload.parameters.push_back(readParameter(reading, *child));
    const Element* const content = findChild(element, "content");
    if (content == nullptr || findInlineDocument(element) != nullptr) return payload;
    payload.expression = readScript(reading, *content, "expr");
    if (!payload.expression) payload.value = inlineValue(bodyText(reading, *content));
    return payload;
}

} // namespace signalbox::scxml
