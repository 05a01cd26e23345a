#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// A name as an identifier of XML, which is what SCXML wants of a state: letters, digits, '.', '-' and '_', and none of
// '.', '-' and digits in front.  Requires: not empty.
[[nodiscard]] std::string stateId(std::string_view name);

// A name as an event: without white space and '*', and with no empty part between its dots.
[[nodiscard]] std::string eventName(std::string_view name);

// Keeps names apart: one that was given already gets underscores.
class DistinctNames {
public:
    [[nodiscard]] std::string take(std::string name);

private:
    std::set<std::string> m_taken;
};

// The event for each trigger, by trigger. SCXML takes "a" in a transition for "a.b" too, which is another trigger here:
// then the longer one loses its dots.
[[nodiscard]] std::vector<std::string> eventNames(const std::vector<std::string>& triggers);

} // namespace signalbox::scxml
