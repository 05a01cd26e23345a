#pragma once

#include "engine/chart/statechart/statechart_draft.h"

#include <set>
#include <string>
#include <string_view>

namespace signalbox {

// The names of the events that a definition raises, or sends to itself, as far as they stand in its text: its
// reminders and inner signals.
class OwnEvents {
public:
    explicit OwnEvents(const StatechartDraft& draft);

    // Whether a transition on `descriptor` waits for one of them.
    [[nodiscard]] bool areMeantBy(std::string_view descriptor) const;

private:
    void add(const Block& block);

    std::set<std::string, std::less<>> m_names;
};

} // namespace signalbox
