#pragma once

#include "engine/chart/statechart/statechart_draft.h"

#include <string>

namespace signalbox::scxml {

// The definition as an SCXML document in UTF-8, indented, with all that the reader knows: reading it gives a definition
// that behaves the same. What src named stands inline; white space and comments of the text it came from are not kept.
// Thread-safety: any thread.
[[nodiscard]] std::string write(const StatechartDraft& draft);

} // namespace signalbox::scxml
