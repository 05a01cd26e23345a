#include "engine/scxml/reader/invoke_reader.h"

#include "engine/scxml/reader/content_reader.h"
#include "engine/scxml/reader/payload_reader.h"
#include "engine/scxml/reader/read_chart.h"

#include <utility>

namespace signalbox::scxml {
namespace {

using Invoke = StatechartDraft::Invoke;

bool isOfScxml(const Invoke& invoke) {
    return !invoke.type.script && isScxmlType(invoke.type.text);
}

// Read now so that the child stays what it was when the definition was deployed.
void readSource(Reading& reading, const Element& element) {
    const Attribute* const source = findAttribute(element, "src");
    if (source == nullptr || isBlank(source->value)) return;
    if (const auto added = reading.package.addDocument(source->value); !added)
        reading.report.warning(source->valuePlace, added.error() + "; the child cannot be started");
}

void checkSource(Reading& reading, const Element& element, const Invoke& invoke) {
    const bool hasNone =
        invoke.source.isEmpty() && findAttribute(element, "src") == nullptr && findChild(element, "content") == nullptr;
    if (hasNone && isOfScxml(invoke))
        reading.report.error(element.place, "<invoke> needs one of: 'src', 'srcexpr', <content>");
}

} // namespace

Invoke readInvoke(Reading& reading, const Element& element) {
    Invoke invoke;
    invoke.type = readTextOrScript(reading, element, "type", "typeexpr");
    invoke.source = readTextOrScript(reading, element, "src", "srcexpr");
    invoke.id = attributeOf(element, "id");
    invoke.idLocation = readScript(reading, element, "idlocation", ScriptKind::Location);
    invoke.payload = readPayload(reading, element);
    invoke.forwardsEvents = readFlag(reading, findAttribute(element, "autoforward"));
    invoke.place = element.place;
    if (const Element* const finalize = findChild(element, "finalize")) invoke.finalize = readBlock(reading, *finalize);
    if (isOfScxml(invoke)) readSource(reading, element);
    checkSource(reading, element, invoke);
    if (const Element* const document = findInlineDocument(element)) {
        invoke.document = outerText(reading, *document);
        [[maybe_unused]] const ReadChart child = readChart(reading, *document);
    }
    return invoke;
}

} // namespace signalbox::scxml
