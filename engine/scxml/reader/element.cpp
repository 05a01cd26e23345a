#include "engine/scxml/reader/element.h"

#include <algorithm>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\r";

} // namespace

bool isScxml(const Element& element, std::string_view name) {
    return element.space == ElementSpace::Scxml && element.name == name;
}

const Attribute* findAttribute(const Element& element, ElementSpace space, std::string_view name) {
    const auto found = std::ranges::find_if(
        element.attributes, [&](const Attribute& each) { return each.space == space && each.name == name; });
    return found == element.attributes.end() ? nullptr : &*found;
}

const Attribute* findAttribute(const Element& element, std::string_view name) {
    return findAttribute(element, ElementSpace::None, name);
}

std::string attributeOf(const Element& element, std::string_view name) {
    const Attribute* const found = findAttribute(element, name);
    return found == nullptr ? std::string{} : found->value;
}

const Element* findChild(const Element& element, std::string_view name) {
    const auto found =
        std::ranges::find_if(element.children, [&](const Element* each) { return isScxml(*each, name); });
    return found == element.children.end() ? nullptr : *found;
}

bool hasBody(const Element& element) {
    return !element.children.empty() || !isBlank(element.text);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(kWhiteSpace) == std::string_view::npos;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t begin = text.find_first_not_of(kWhiteSpace); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(kWhiteSpace, begin), text.size());
        found.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(kWhiteSpace, end);
    }
    return found;
}

bool hasWord(std::string_view text, std::string_view word) {
    const std::vector<std::string_view> all = words(text);
    return std::ranges::find(all, word) != all.end();
}

} // namespace signalbox::scxml
