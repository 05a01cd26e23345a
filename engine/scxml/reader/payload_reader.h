#pragma once

#include "engine/chart/statechart/content.h"
#include "engine/scxml/reader/reading.h"

namespace signalbox::scxml {

// `name`, or `name`expr as a script.
[[nodiscard]] TextOrScript readTextOrScript(Reading& reading, const Element& element, std::string_view name,
                                            std::string_view scriptName);

// namelist, <param> and <content> of a <send>, <invoke> or <donedata>. The <content> of an <invoke> that is a document
// is left out.
[[nodiscard]] Payload readPayload(Reading& reading, const Element& element);

// The document that the <content> of an <invoke> holds; null: none.
[[nodiscard]] const Element* findInlineDocument(const Element& invoke);

} // namespace signalbox::scxml
