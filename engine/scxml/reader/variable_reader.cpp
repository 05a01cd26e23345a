#include "engine/scxml/reader/variable_reader.h"

#include "engine/scxml/reader/inline_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox::scxml {
namespace {

bool isIdentifier(std::string_view name) {
    const auto isPart = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    };
    return !name.empty() && (name.front() < '0' || name.front() > '9') && std::ranges::all_of(name, isPart);
}

// A file that cannot be had is no reason to refuse the definition: SCXML raises error.execution for it.
void readSource(Reading& reading, const Attribute& source, StatechartDraft::Variable& variable) {
    auto text = reading.package.read(source.value);
    if (text) {
        variable.value = inlineValue(*text);
        return;
    }
    reading.report.warning(source.valuePlace, text.error());
    variable.fault = ScriptFault{.message = std::move(text.error())};
}

StatechartDraft::Variable readVariable(Reading& reading, const Element& element) {
    StatechartDraft::Variable variable;
    variable.id = attributeOf(element, "id");
    variable.place = element.place;
    if (const Attribute* const id = findAttribute(element, "id");
        id != nullptr && !isBlank(id->value) && !isIdentifier(id->value))
        reading.report.warning(
            id->valuePlace,
            fmt::format("'{}' is no name that a script could use: use letters, digits and '_'", variable.id));
    variable.expression = readScript(reading, element, "expr");
    if (const Attribute* const source = findAttribute(element, "src"))
        readSource(reading, *source, variable);
    else if (!variable.expression && hasBody(element))
        variable.value = inlineValue(bodyText(reading, element));
    return variable;
}

} // namespace

std::vector<StatechartDraft::Variable> readVariables(Reading& reading, const Element& owner) {
    std::vector<StatechartDraft::Variable> variables;
    const Element* const model = findChild(owner, "datamodel");
    if (model == nullptr) return variables;
    if (reading.dataModel == StatechartDraft::DataModel::Null && findChild(*model, "data") != nullptr)
        reading.report.error(model->place, "<data> needs a data model: write datamodel=\"ecmascript\" in <scxml>");
    for (const Element* child : model->children)
        if (isScxml(*child, "data")) variables.push_back(readVariable(reading, *child));
    return variables;
}

} // namespace signalbox::scxml
