#include "engine/scxml/reader/read_chart.h"

#include "engine/scxml/reader/checks.h"
#include "engine/scxml/reader/content_reader.h"
#include "engine/scxml/reader/extension_reader.h"
#include "engine/scxml/reader/grammar.h"
#include "engine/scxml/reader/state_reader.h"
#include "engine/scxml/reader/variable_reader.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace signalbox::scxml {
namespace {

using DataModel = StatechartDraft::DataModel;
using Binding = StatechartDraft::Binding;

DataModel readDataModel(Reading& reading, const Element& root) {
    const Attribute* const attribute = findAttribute(root, "datamodel");
    if (attribute == nullptr || attribute->value == "ecmascript" || isBlank(attribute->value))
        return DataModel::EcmaScript;
    if (attribute->value == "null") return DataModel::Null;
    reading.report.error(
        attribute->valuePlace,
        fmt::format("the data model '{}' is not supported: use \"ecmascript\" or \"null\"", attribute->value));
    return DataModel::EcmaScript;
}

Binding readBinding(Reading& reading, const Element& root) {
    const Attribute* const attribute = findAttribute(root, "binding");
    if (attribute == nullptr || attribute->value == "early" || isBlank(attribute->value)) return Binding::Early;
    if (attribute->value != "late")
        reading.report.error(attribute->valuePlace,
                             fmt::format("'binding' must be early or late, not '{}'", attribute->value));
    return Binding::Late;
}

void checkVersion(Reading& reading, const Element& root) {
    const Attribute* const version = findAttribute(root, "version");
    if (version != nullptr && !isBlank(version->value) && version->value != "1.0")
        reading.report.error(version->valuePlace,
                             fmt::format("the version of SCXML must be \"1.0\", not \"{}\"; that of the definition is "
                                         "sb:version",
                                         version->value));
}

// A definition needs a name; a file has one.
std::string readName(const Reading& reading, const Element& root) {
    const std::string name = attributeOf(root, "name");
    return name.empty() ? std::filesystem::path(reading.options.file).stem().string() : name;
}

void readInitial(const Reading& reading, const Element& root, ReadChart& chart) {
    chart.draft.initial.place = root.place;
    const Attribute* const initial = findAttribute(root, "initial");
    if (initial == nullptr) return;
    chart.draft.initial.place = initial->place;
    for (Token& each : tokensOf(reading, *initial)) {
        chart.draft.initial.targets.push_back(std::move(each.text));
        chart.documentInitialPlaces.push_back(each.place);
    }
}

} // namespace

ReadChart readChart(Reading& reading, const Element& root) {
    ReadChart chart;
    StatechartDraft& draft = chart.draft;
    const DataModel outerModel = std::exchange(reading.dataModel, readDataModel(reading, root));
    checkGrammar(root, reading.report);
    checkVersion(reading, root);
    chart.rootPlace = root.place;
    draft.name = readName(reading, root);
    draft.dataModel = reading.dataModel;
    draft.binding = readBinding(reading, root);
    readInitial(reading, root, chart);
    draft.variables = readVariables(reading, root);
    for (const Element* child : root.children)
        if (isScxml(*child, "script")) draft.scripts.push_back(readStatements(reading, *child));
    readStates(reading, root, chart);
    readExtension(reading, root, chart);
    checkChart(chart, reading.report);
    reading.dataModel = outerModel;
    return chart;
}

} // namespace signalbox::scxml
