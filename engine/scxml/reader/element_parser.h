#pragma once

#include "engine/scxml/reader/document_text.h"
#include "engine/scxml/reader/element.h"
#include "engine/scxml/reader/report.h"

#include <optional>

namespace signalbox::scxml {

// The elements of a text that is well-formed XML within the reader's bounds; else one error is reported: a half-read
// tree would lead to wrong ones.
[[nodiscard]] std::optional<ElementTree> parseElements(const DocumentText& text, Report& report);

} // namespace signalbox::scxml
