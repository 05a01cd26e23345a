#include "engine/scxml/reader/extension_reader.h"

#include "engine/chart/json_pointer.h"
#include "engine/scxml/reader/duration_text.h"
#include "engine/scxml/reader/inline_value.h"
#include "engine/scxml/reader/suggestion.h"
#include "engine/scxml/reader/trigger_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kDocumentNames = "title version assignee key cancelEvent";
constexpr std::string_view kStateNames = "label sla transparent alert actions";
constexpr std::string_view kTransitionNames = "guard actions";

const Attribute* findOurs(const Element& element, std::string_view name) {
    return findAttribute(element, ElementSpace::Signalbox, name);
}

std::string ourText(const Element& element, std::string_view name) {
    const Attribute* const found = findOurs(element, name);
    return found == nullptr ? std::string{} : collapsed(found->value);
}

std::string_view knownNames(const Element& element) {
    if (element.name == "scxml") return kDocumentNames;
    if (hasWord("state parallel final history", element.name)) return kStateNames;
    if (element.name == "transition") return kTransitionNames;
    return {};
}

// Every sb: name of a document that means nothing, at its place.
class NameCheck {
public:
    explicit NameCheck(Report& report) : m_report(report) {}

    // Returns: whether there was any sb: name.
    bool check(const Element& element) {
        const std::vector<std::string_view> known = words(knownNames(element));
        for (const Attribute& each : element.attributes)
            if (each.space == ElementSpace::Signalbox) checkAttribute(element, each, known);
        if (hasWord("data assign content", element.name)) return m_isUsed;
        for (const Element* child : element.children) {
            if (child->space == ElementSpace::Scxml)
                check(*child);
            else if (child->space == ElementSpace::Signalbox)
                checkElement(element, *child);
        }
        return m_isUsed;
    }

private:
    void checkAttribute(const Element& element, const Attribute& attribute,
                        const std::vector<std::string_view>& known) {
        m_isUsed = true;
        if (std::ranges::find(known, attribute.name) == known.end())
            m_report.warning(attribute.place, fmt::format("'sb:{}' means nothing on <{}>{}", attribute.name,
                                                          element.name, suggestion(attribute.name, known)));
    }
    void checkElement(const Element& parent, const Element& child) {
        m_isUsed = true;
        if (child.name != "trigger" || !isScxml(parent, "scxml"))
            m_report.warning(child.place, fmt::format("<sb:{}> means nothing in <{}>", child.name, parent.name));
    }

    Report& m_report;
    bool m_isUsed = false;
};

std::uint32_t readVersion(Reading& reading, const Element& root) {
    const Attribute* const found = findOurs(root, "version");
    if (found == nullptr) return 1;
    std::uint32_t version = 0;
    const char* const end = found->value.data() + found->value.size();
    const auto [stop, fault] = std::from_chars(found->value.data(), end, version);
    if (fault == std::errc{} && stop == end && version > 0) return version;
    reading.report.error(found->valuePlace,
                         fmt::format("'sb:version' must be a whole number from 1, not '{}'", found->value));
    return 1;
}

// "bug.owner", "/bug/owner" -> "/bug/owner"
std::string pointerOf(std::string_view location) {
    if (location.starts_with('/')) return std::string(location);
    std::string pointer = "/";
    for (const char c : location)
        pointer += c == '.' ? '/' : c;
    return pointer;
}

bool isLocation(std::string_view location) {
    const bool isPath = !location.empty() && location.find_first_of(" []()'\"") == std::string_view::npos;
    const bool hasGap = location.starts_with('.') || location.ends_with('.') || location.find("..") != location.npos;
    return isPath && !hasGap && isJsonPointer(pointerOf(location));
}

std::string readLocation(Reading& reading, const Element& root, std::string_view name, SourcePlace& place) {
    const Attribute* const found = findOurs(root, name);
    if (found == nullptr) return {};
    place = found->valuePlace;
    if (isLocation(found->value)) return pointerOf(found->value);
    reading.report.error(found->valuePlace, fmt::format("'sb:{}' must name a place in the data, like \"bug.owner\", "
                                                        "not '{}'",
                                                        name, found->value));
    return {};
}

} // namespace

void readExtension(Reading& reading, const Element& root, ReadChart& chart) {
    StatechartDraft& draft = chart.draft;
    chart.usesExtension = NameCheck(reading.report).check(root);
    draft.version = readVersion(reading, root);
    draft.title = ourText(root, "title");
    draft.assigneeLocation = readLocation(reading, root, "assignee", chart.assigneePlace);
    draft.keyLocation = readLocation(reading, root, "key", chart.keyPlace);
    draft.cancelEvent = ourText(root, "cancelEvent");
    if (const Attribute* const cancel = findOurs(root, "cancelEvent")) chart.cancelPlace = cancel->valuePlace;
    for (const Element* child : root.children) {
        if (child->space != ElementSpace::Signalbox || child->name != "trigger") continue;
        draft.triggers.push_back(readTrigger(reading, *child));
        chart.triggerPlaces.push_back(child->place);
    }
}

void readStateExtension(Reading& reading, const Element& element, StatechartDraft::State& state) {
    state.label = ourText(element, "label");
    state.actions = ourText(element, "actions");
    state.isTransparent = readFlag(reading, findOurs(element, "transparent"));
    state.isAlert = readFlag(reading, findOurs(element, "alert"));
    const Attribute* const limit = findOurs(element, "sla");
    if (limit == nullptr) return;
    state.limit = parseDuration(limit->value);
    if (!state.limit)
        reading.report.error(
            limit->valuePlace,
            fmt::format("'{}' is no span of time: write it like \"4h\", \"30m\", \"2d\" or \"PT1H30M\"", limit->value));
}

void readTransitionExtension(const Element& element, StatechartDraft::Transition& transition) {
    transition.guard = ourText(element, "guard");
    transition.actions = ourText(element, "actions");
}

} // namespace signalbox::scxml
