#include "engine/scxml/reader/state_reader.h"

#include "engine/scxml/reader/content_reader.h"
#include "engine/scxml/reader/extension_reader.h"
#include "engine/scxml/reader/invoke_reader.h"
#include "engine/scxml/reader/payload_reader.h"
#include "engine/scxml/reader/variable_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace signalbox::scxml {
namespace {

using State = StatechartDraft::State;
using Transition = StatechartDraft::Transition;
using Kind = StatechartDraft::Kind;

bool isState(const Element& element) {
    return isScxml(element, "state") || isScxml(element, "parallel") || isScxml(element, "final") ||
           isScxml(element, "history");
}

class StateReader {
public:
    StateReader(Reading& reading, ReadChart& chart) : m_reading(reading), m_chart(chart) {}

    void readChildren(const Element& element, std::optional<std::uint32_t> parent) {
        for (const Element* child : element.children)
            if (isState(*child)) readState(*child, parent);
    }

private:
    void readState(const Element& element, std::optional<std::uint32_t> parent);
    Kind readKind(const Element& element);
    void readInitial(const Element& element, std::uint32_t index);
    void readInitialElement(const Element& element, std::uint32_t index);
    void readPart(const Element& child, std::uint32_t index);
    void readTransition(const Element& element, std::uint32_t source);
    bool readIsInternal(const Element& element);
    void checkDefault(const Element& transition, std::string_view owner);
    void checkId(const Attribute& id);
    std::vector<SourcePlace> addTargets(const Attribute* list, std::vector<std::string>& targets);

    State& state(std::uint32_t index) { return m_chart.draft.states[index]; }

    Reading& m_reading;
    ReadChart& m_chart;
};

void StateReader::readState(const Element& element, std::optional<std::uint32_t> parent) {
    const auto index = static_cast<std::uint32_t>(m_chart.draft.states.size());
    const Attribute* const id = findAttribute(element, "id");
    if (id != nullptr) checkId(*id);
    State& made = m_chart.draft.states.emplace_back();
    if (id != nullptr) made.id = id->value;
    made.kind = readKind(element);
    made.parent = parent;
    made.place = element.place;
    m_chart.idPlaces.push_back(id == nullptr ? element.place : id->valuePlace);
    m_chart.initialPlaces.emplace_back();
    if (id == nullptr && isScxml(element, "history"))
        m_reading.report.warning(element.place, "<history> has no id: no transition can lead to it");
    state(index).variables = readVariables(m_reading, element);
    if (isScxml(element, "state")) readInitial(element, index);
    readStateExtension(m_reading, element, state(index));
    for (const Element* child : element.children) {
        if (isState(*child))
            readState(*child, index);
        else if (child->space == ElementSpace::Scxml)
            readPart(*child, index);
    }
}

Kind StateReader::readKind(const Element& element) {
    if (element.name == "parallel") return Kind::Parallel;
    if (element.name == "final") return Kind::Final;
    if (element.name == "state") return Kind::State;
    const Attribute* const type = findAttribute(element, "type");
    if (type == nullptr || type->value == "shallow" || isBlank(type->value)) return Kind::ShallowHistory;
    if (type->value != "deep")
        m_reading.report.error(type->valuePlace,
                               fmt::format("'type' of <history> must be shallow or deep, not '{}'", type->value));
    return Kind::DeepHistory;
}

void StateReader::readInitial(const Element& element, std::uint32_t index) {
    const Attribute* const attribute = findAttribute(element, "initial");
    const Element* const child = findChild(element, "initial");
    StatechartDraft::Initial& initial = state(index).initial;
    initial.place = element.place;
    if (attribute != nullptr) {
        initial.place = attribute->place;
        m_chart.initialPlaces[index] = addTargets(attribute, initial.targets);
    }
    if (child == nullptr) return;
    if (attribute != nullptr)
        return m_reading.report.error(child->place, "<state> has both 'initial' and <initial>: keep one");
    readInitialElement(*child, index);
}

void StateReader::readInitialElement(const Element& element, std::uint32_t index) {
    StatechartDraft::Initial& initial = state(index).initial;
    initial.place = element.place;
    const Element* const transition = findChild(element, "transition");
    if (transition == nullptr) return;
    checkDefault(*transition, "initial");
    m_chart.initialPlaces[index] = addTargets(findAttribute(*transition, "target"), initial.targets);
    initial.block = readBlock(m_reading, *transition);
}

void StateReader::readPart(const Element& child, std::uint32_t index) {
    if (child.name == "onentry")
        state(index).entries.push_back(readBlock(m_reading, child));
    else if (child.name == "onexit")
        state(index).exits.push_back(readBlock(m_reading, child));
    else if (child.name == "invoke")
        state(index).invokes.push_back(readInvoke(m_reading, child));
    else if (child.name == "donedata")
        state(index).doneData = readPayload(m_reading, child);
    else if (child.name == "transition")
        readTransition(child, index);
}

void StateReader::readTransition(const Element& element, std::uint32_t source) {
    const Kind kind = state(source).kind;
    if (kind == Kind::ShallowHistory || kind == Kind::DeepHistory) checkDefault(element, "history");
    Transition transition;
    transition.source = source;
    transition.condition = readScript(m_reading, element, "cond");
    transition.isInternal = readIsInternal(element);
    transition.place = element.place;
    if (const Attribute* const events = findAttribute(element, "event"))
        for (const std::string_view event : words(events->value))
            transition.events.emplace_back(event);
    m_chart.targetPlaces.push_back(addTargets(findAttribute(element, "target"), transition.targets));
    transition.block = readBlock(m_reading, element);
    readTransitionExtension(element, transition);
    m_chart.draft.transitions.push_back(std::move(transition));
}

bool StateReader::readIsInternal(const Element& element) {
    const Attribute* const type = findAttribute(element, "type");
    if (type == nullptr || type->value == "external" || isBlank(type->value)) return false;
    if (type->value != "internal")
        m_reading.report.error(
            type->valuePlace,
            fmt::format("'type' of <transition> must be internal or external, not '{}'", type->value));
    return true;
}

// The transition of an <initial> or <history> is taken without an event, and always.
void StateReader::checkDefault(const Element& transition, std::string_view owner) {
    for (const std::string_view name : {"event", "cond"})
        if (const Attribute* const found = findAttribute(transition, name))
            m_reading.report.error(found->place,
                                   fmt::format("the <transition> of <{}> may not have '{}'", owner, name));
    if (findAttribute(transition, "target") == nullptr)
        m_reading.report.error(transition.place, fmt::format("the <transition> of <{}> needs a target", owner));
}

void StateReader::checkId(const Attribute& id) {
    if (isBlank(id.value)) return;
    const QString name = QString::fromStdString(id.value);
    const auto isPart = [](QChar c) {
        return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_' || c == u'-' || c == u'.';
    };
    const bool isGood =
        std::ranges::all_of(name, isPart) && !name.front().isNumber() && name.front() != u'-' && name.front() != u'.';
    if (!isGood)
        m_reading.report.error(
            id.valuePlace, fmt::format("'{}' cannot be an id: begin with a letter or '_', then use letters, digits, "
                                       "'_', '-' and '.'",
                                       id.value));
}

std::vector<SourcePlace> StateReader::addTargets(const Attribute* list, std::vector<std::string>& targets) {
    std::vector<SourcePlace> places;
    if (list == nullptr) return places;
    for (Token& each : tokensOf(m_reading, *list)) {
        targets.push_back(std::move(each.text));
        places.push_back(each.place);
    }
    return places;
}

void makeIds(ReadChart& chart) {
    std::unordered_set<std::string> taken;
    for (const State& each : chart.draft.states)
        taken.insert(each.id);
    std::size_t number = 0;
    for (State& each : chart.draft.states) {
        chart.hasMadeId.push_back(isBlank(each.id));
        while (isBlank(each.id)) {
            std::string made = fmt::format("state.{}", ++number);
            if (!taken.contains(made)) each.id = std::move(made);
        }
    }
}

} // namespace

void readStates(Reading& reading, const Element& root, ReadChart& chart) {
    StateReader(reading, chart).readChildren(root, std::nullopt);
    makeIds(chart);
}

} // namespace signalbox::scxml
