#pragma once

#include "engine/scxml/reader/element.h"
#include "engine/scxml/reader/report.h"

namespace signalbox::scxml {

// Checks a whole <scxml> element against the grammar of SCXML: which elements and attributes exist and where they may
// stand, which are needed, which exclude one another. Inline documents are not entered: they are checked as documents.
// Source: SCXML 1.0, chapters 3 to 6.
void checkGrammar(const Element& root, Report& report);

} // namespace signalbox::scxml
