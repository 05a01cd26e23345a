#include "engine/scxml/reader/grammar.h"

#include "engine/scxml/reader/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kExecutable = "raise if foreach log assign script send cancel";

// Lists of words. In `exclusive` and `oneOf` a word is an attribute, a child, or "body": anything in the element.
struct ElementRule {
    std::string_view name;
    std::string_view attributes{};
    std::string_view required{};
    std::string_view children{};
    std::string_view once{};      // children that may stand there but once
    std::string_view exclusive{}; // pairs: "expr|body"
    std::string_view oneOf{};     // at least one of these
    bool hasText = false;
};

constexpr std::string_view kSendPairs =
    "event|eventexpr target|targetexpr type|typeexpr delay|delayexpr id|idlocation content|namelist content|param";
constexpr std::string_view kInvokePairs =
    "type|typeexpr src|srcexpr id|idlocation content|src content|srcexpr namelist|param";

constexpr std::array kRules{
    ElementRule{.name = "scxml",
                .attributes = "initial name version datamodel binding",
                .required = "version",
                .children = "state parallel final datamodel script",
                .once = "datamodel",
                .oneOf = "state parallel final"},
    ElementRule{.name = "state",
                .attributes = "id initial",
                .children = "onentry onexit transition initial state parallel final history datamodel invoke",
                .once = "initial datamodel"},
    ElementRule{.name = "parallel",
                .attributes = "id",
                .children = "onentry onexit transition state parallel history datamodel invoke",
                .once = "datamodel"},
    ElementRule{.name = "final", .attributes = "id", .children = "onentry onexit donedata", .once = "donedata"},
    ElementRule{.name = "history",
                .attributes = "id type",
                .children = "transition",
                .once = "transition",
                .oneOf = "transition"},
    ElementRule{.name = "initial", .children = "transition", .once = "transition", .oneOf = "transition"},
    ElementRule{.name = "transition",
                .attributes = "event cond target type",
                .children = kExecutable,
                .oneOf = "event cond target"},
    ElementRule{.name = "onentry", .children = kExecutable},
    ElementRule{.name = "onexit", .children = kExecutable},
    ElementRule{.name = "finalize", .children = kExecutable},
    ElementRule{.name = "raise", .attributes = "event", .required = "event"},
    ElementRule{.name = "if",
                .attributes = "cond",
                .required = "cond",
                .children = "raise if foreach log assign script send cancel elseif else",
                .once = "else"},
    ElementRule{.name = "elseif", .attributes = "cond", .required = "cond"},
    ElementRule{.name = "else"},
    ElementRule{.name = "foreach", .attributes = "array item index", .required = "array item", .children = kExecutable},
    ElementRule{.name = "log", .attributes = "label expr"},
    ElementRule{.name = "assign",
                .attributes = "location expr",
                .required = "location",
                .exclusive = "expr|body",
                .oneOf = "expr body",
                .hasText = true},
    ElementRule{.name = "script", .attributes = "src", .exclusive = "src|body", .hasText = true},
    ElementRule{.name = "datamodel", .children = "data"},
    ElementRule{.name = "data",
                .attributes = "id src expr",
                .required = "id",
                .exclusive = "expr|src expr|body src|body",
                .hasText = true},
    ElementRule{.name = "donedata", .children = "content param", .once = "content", .exclusive = "content|param"},
    ElementRule{.name = "param",
                .attributes = "name expr location",
                .required = "name",
                .exclusive = "expr|location",
                .oneOf = "expr location"},
    ElementRule{.name = "content", .attributes = "expr", .exclusive = "expr|body", .hasText = true},
    ElementRule{.name = "send",
                .attributes = "event eventexpr target targetexpr type typeexpr id idlocation delay delayexpr namelist",
                .children = "content param",
                .once = "content",
                .exclusive = kSendPairs},
    ElementRule{.name = "cancel",
                .attributes = "sendid sendidexpr",
                .exclusive = "sendid|sendidexpr",
                .oneOf = "sendid sendidexpr"},
    ElementRule{.name = "invoke",
                .attributes = "type typeexpr src srcexpr id idlocation namelist autoforward",
                .children = "param finalize content",
                .once = "finalize content",
                .exclusive = kInvokePairs},
};

const ElementRule* findRule(std::string_view name) {
    const auto found = std::ranges::find(kRules, name, &ElementRule::name);
    return found == kRules.end() ? nullptr : &*found;
}

std::vector<std::string_view> elementNames() {
    std::vector<std::string_view> names;
    for (const ElementRule& rule : kRules)
        names.push_back(rule.name);
    return names;
}

// Attributes that mean something when there is nothing in them.
bool mayBeBlank(const Element& element, std::string_view attribute) {
    const bool isOfLog = element.name == "log" && attribute == "expr"; // as the W3C's own test 307 has it
    return attribute == "label" || attribute == "namelist" || isOfLog;
}

std::string called(std::string_view word, bool isElement) {
    if (word == "body") return "a body";
    return isElement ? fmt::format("<{}>", word) : fmt::format("'{}'", word);
}

// Where one of the words is given, and how a message calls it.
struct Given {
    SourcePlace place;
    std::string name;
};
std::optional<Given> findGiven(const Element& element, std::string_view word) {
    if (word == "body" && hasBody(element)) return Given{element.textPlace, called(word, false)};
    if (const Attribute* const found = findAttribute(element, word)) return Given{found->place, called(word, false)};
    if (const Element* const found = findChild(element, word)) return Given{found->place, called(word, true)};
    return std::nullopt;
}

class GrammarCheck {
public:
    explicit GrammarCheck(Report& report) : m_report(report) {}

    void check(const Element& element) {
        const ElementRule* const rule = findRule(element.name);
        if (rule == nullptr) return;
        checkAttributes(element, *rule);
        checkPairs(element, *rule);
        if (!rule->hasText && !isBlank(element.text))
            m_report.error(element.textPlace, fmt::format("<{}> may not hold text", element.name));
        // Values may be any XML.
        if (rule->hasText && rule->name != "script") return;
        for (const Element* child : element.children)
            if (child->space == ElementSpace::Scxml) checkChild(element, *rule, *child);
        checkCounts(element, *rule);
    }

private:
    void checkAttributes(const Element& element, const ElementRule& rule);
    void checkPairs(const Element& element, const ElementRule& rule);
    void checkCounts(const Element& element, const ElementRule& rule);
    void checkChild(const Element& element, const ElementRule& rule, const Element& child);

    Report& m_report;
    bool m_isInFinalize = false;
};

void GrammarCheck::checkAttributes(const Element& element, const ElementRule& rule) {
    const std::vector<std::string_view> known = words(rule.attributes);
    for (const Attribute& each : element.attributes) {
        if (each.space != ElementSpace::None) continue;
        if (std::ranges::find(known, each.name) == known.end())
            m_report.error(each.place, fmt::format("<{}> has no attribute '{}'{}", element.name, each.name,
                                                   suggestion(each.name, known)));
        else if (isBlank(each.value) && !mayBeBlank(element, each.name))
            m_report.error(each.place, fmt::format("the attribute '{}' of <{}> is empty", each.name, element.name));
    }
    for (const std::string_view name : words(rule.required))
        if (findAttribute(element, name) == nullptr)
            m_report.error(element.place, fmt::format("<{}> needs the attribute '{}'", element.name, name));
}

void GrammarCheck::checkPairs(const Element& element, const ElementRule& rule) {
    for (const std::string_view pair : words(rule.exclusive)) {
        const std::size_t bar = pair.find('|');
        const auto first = findGiven(element, pair.substr(0, bar));
        const auto second = findGiven(element, pair.substr(bar + 1));
        if (first && second)
            m_report.error(second->place,
                           fmt::format("<{}> has both {} and {}: keep one", element.name, first->name, second->name));
    }
    const std::vector<std::string_view> choices = words(rule.oneOf);
    const auto isGiven = [&](std::string_view word) { return findGiven(element, word).has_value(); };
    if (choices.empty() || std::ranges::any_of(choices, isGiven)) return;
    std::vector<std::string> names;
    for (const std::string_view word : choices)
        names.push_back(called(word, hasWord(rule.children, word)));
    m_report.error(element.place, fmt::format("<{}> needs {}{}", element.name, names.size() > 1 ? "one of: " : "",
                                              fmt::join(names, ", ")));
}

void GrammarCheck::checkCounts(const Element& element, const ElementRule& rule) {
    for (const std::string_view name : words(rule.once)) {
        const Element* const first = findChild(element, name);
        for (const Element* child : element.children)
            if (child != first && isScxml(*child, name))
                m_report.error(child->place, fmt::format("<{}> may hold but one <{}>", element.name, name));
    }
}

void GrammarCheck::checkChild(const Element& element, const ElementRule& rule, const Element& child) {
    if (findRule(child.name) == nullptr)
        return m_report.error(child.place, fmt::format("there is no element <{}> in SCXML{}", child.name,
                                                       suggestion(child.name, elementNames())));
    if (!hasWord(rule.children, child.name))
        return m_report.error(child.place, fmt::format("<{}> may not stand in <{}>", child.name, element.name));
    if (m_isInFinalize && (child.name == "send" || child.name == "raise"))
        m_report.error(child.place, fmt::format("<{}> may not stand in <finalize>", child.name));
    const bool wasInFinalize = m_isInFinalize;
    m_isInFinalize = m_isInFinalize || child.name == "finalize";
    check(child);
    m_isInFinalize = wasInFinalize;
}

} // namespace

void checkGrammar(const Element& root, Report& report) {
    GrammarCheck(report).check(root);
}

} // namespace signalbox::scxml
