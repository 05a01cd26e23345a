#include "engine/scxml/reader/extension_reader.h"

#include "engine/chart/json_pointer.h"
#include "engine/chart/statechart/processors.h"
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
constexpr std::string_view kSendNames = "ordered";

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
    if (element.name == "send") return kSendNames;
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
        const bool isKnown = (child.name == "trigger" && isScxml(parent, "scxml")) ||
                             (child.name == "header" && isScxml(parent, "send"));
        if (!isKnown)
            m_report.warning(child.place, fmt::format("<sb:{}> means nothing in <{}>", child.name, parent.name));
    }

    Report& m_report;
    bool m_isUsed = false;
};

// Source: RFC 9110, 5.6.2.
bool isHeaderName(std::string_view name) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    const auto isOfToken = [&](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kMarks.contains(static_cast<char>(c));
    };
    return !name.empty() && std::ranges::all_of(name, isOfToken);
}

bool isHeaderValue(std::string_view value) {
    return std::ranges::none_of(value, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

Header readHeader(Reading& reading, const Element& element) {
    Header header;
    for (const auto& [name, text] : {std::pair{"name", &header.name}, std::pair{"value", &header.value}}) {
        const Attribute* const found = findAttribute(element, name);
        if (found == nullptr)
            reading.report.error(element.place, fmt::format("<sb:header> needs the attribute '{}'", name));
        else
            *text = found->value;
    }
    const Attribute* const name = findAttribute(element, "name");
    if (name != nullptr && !isHeaderName(header.name))
        reading.report.error(name->valuePlace, fmt::format("'{}' is no name of a header", header.name));
    const Attribute* const value = findAttribute(element, "value");
    if (value != nullptr && !isHeaderValue(header.value))
        reading.report.error(value->valuePlace, "a header's value is one line without control characters");
    for (const Attribute& each : element.attributes)
        if (each.name != "name" && each.name != "value")
            reading.report.warning(each.place, fmt::format("'{}' means nothing on <sb:header>", each.name));
    return header;
}

// Whether the type says so as it stands; a computed one may be any.
bool isOtherThanWeb(const TextOrScript& type) {
    const auto isOneOf = [&](auto... known) { return ((type.text == known) || ...); };
    return !type.script && !isOneOf(kHttpProcessor, kWebhookProcessor, "http", "basichttp");
}

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

void readSendExtension(Reading& reading, const Element& element, Send& send) {
    const Attribute* const ordered = findOurs(element, "ordered");
    send.isOrdered = readFlag(reading, ordered);
    if (send.isOrdered && isOtherThanWeb(send.type) && send.type.text != kMailProcessor)
        reading.report.warning(ordered->place, "'sb:ordered' means something for mails and web requests only");
    for (const Element* child : element.children) {
        if (child->space != ElementSpace::Signalbox || child->name != "header") continue;
        send.headers.push_back(readHeader(reading, *child));
        if (isOtherThanWeb(send.type))
            reading.report.warning(child->place, "<sb:header> means something for web requests only");
    }
}

void readTransitionExtension(const Element& element, StatechartDraft::Transition& transition) {
    transition.guard = ourText(element, "guard");
    transition.actions = ourText(element, "actions");
}

} // namespace signalbox::scxml
