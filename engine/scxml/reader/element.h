#pragma once

#include "engine/chart/script_session.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// The elements of a definition as a tree, with the places that diagnostics and scripts need. Known namespaces are
// told apart, all others are alike: nothing of them is read.

enum class ElementSpace : std::uint8_t { None, Scxml, Signalbox, Foreign };

struct Attribute {
    ElementSpace space = ElementSpace::None;
    std::string name; // without prefix
    std::string value;
    SourcePlace place;      // of the name
    SourcePlace valuePlace; // of the first character between the quotes
    std::ptrdiff_t valueOffset = 0;
};

// xmlns:prefix="uri"
struct NamespaceBinding {
    std::string prefix; // empty: the default namespace
    std::string uri;
};

struct Element {
    ElementSpace space = ElementSpace::None;
    std::string name;          // without prefix
    std::string qualifiedName; // as written
    std::vector<Attribute> attributes;
    std::vector<NamespaceBinding> bindings; // declared here
    const Element* parent = nullptr;
    std::vector<const Element*> children;
    std::string text; // all that stands directly in it
    SourcePlace place;
    SourcePlace textPlace; // of the first character behind the start tag
    std::ptrdiff_t begin = 0;
    std::ptrdiff_t bodyBegin = 0; // behind the start tag
    std::ptrdiff_t end = 0;       // behind the end tag
};

// The elements of one document. Lifetime: pointers into it are good as long as it is.
struct ElementTree {
    std::deque<Element> elements; // in document order, the root first
};

[[nodiscard]] bool isScxml(const Element& element, std::string_view name);
// The attribute of no namespace with this name; null: none.
[[nodiscard]] const Attribute* findAttribute(const Element& element, std::string_view name);
[[nodiscard]] const Attribute* findAttribute(const Element& element, ElementSpace space, std::string_view name);
// Its value; empty where there is none.
[[nodiscard]] std::string attributeOf(const Element& element, std::string_view name);
// The first child of SCXML with this name; null: none.
[[nodiscard]] const Element* findChild(const Element& element, std::string_view name);
// Whether anything but white space and comments stands in it.
[[nodiscard]] bool hasBody(const Element& element);

[[nodiscard]] bool isBlank(std::string_view text);
// The words of a text between white space.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);
[[nodiscard]] bool hasWord(std::string_view text, std::string_view word);

} // namespace signalbox::scxml
