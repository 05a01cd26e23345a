#pragma once

#include "engine/scxml/reader/read_chart.h"

namespace signalbox::scxml {

// Reads the sb: attributes and elements of an <scxml> element, and tells which names of a whole document are unknown.
// Requires: its states are read.
void readExtension(Reading& reading, const Element& root, ReadChart& chart);

// Reads the sb: attributes of a state.
void readStateExtension(Reading& reading, const Element& element, StatechartDraft::State& state);

// Reads the sb: attributes and elements of a <send>.
void readSendExtension(Reading& reading, const Element& element, Send& send);

// Reads the sb: attributes of a transition.
void readTransitionExtension(const Element& element, StatechartDraft::Transition& transition);

} // namespace signalbox::scxml
