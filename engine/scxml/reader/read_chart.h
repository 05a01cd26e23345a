#pragma once

#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/reader/reading.h"

#include <optional>
#include <vector>

namespace signalbox::scxml {

// A draft as it was read, with the places that its checks need and the draft has no use for.
struct ReadChart {
    StatechartDraft draft;
    // By state.
    std::vector<bool> hasMadeId;
    std::vector<SourcePlace> idPlaces;
    std::vector<std::vector<SourcePlace>> initialPlaces; // one per target
    // By transition.
    std::vector<std::vector<SourcePlace>> targetPlaces; // one per target
    // Of the document.
    std::vector<SourcePlace> documentInitialPlaces; // one per target
    std::vector<SourcePlace> triggerPlaces;         // by trigger
    SourcePlace rootPlace;
    SourcePlace cancelPlace;
    SourcePlace assigneePlace;
    SourcePlace keyPlace;
    bool usesExtension = false; // any sb: name
};

// Reads and checks an <scxml> element: that of the text, or one that an <invoke> holds, whose draft is of no use but
// whose faults are.
[[nodiscard]] ReadChart readChart(Reading& reading, const Element& root);

} // namespace signalbox::scxml
