#pragma once

#include "engine/chart/statechart/content.h"
#include "engine/scxml/reader/reading.h"

namespace signalbox::scxml {

// Executable content: what an <onentry>, <transition>, <foreach> or the like holds.
[[nodiscard]] Block readBlock(Reading& reading, const Element& parent);

// The statements of a <script>: its body, or the file that src names, which must exist.
[[nodiscard]] Script readStatements(Reading& reading, const Element& element);

// What <send> and <invoke> may call the processor of SCXML events.
[[nodiscard]] bool isScxmlType(std::string_view type);

} // namespace signalbox::scxml
