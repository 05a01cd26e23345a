#include "engine/scxml/reader/inline_value.h"

#include "engine/scxml/reader/element.h"

#include <cstddef>

namespace signalbox::scxml {
namespace {

// What writes JSON calls itself for every level.
constexpr int kDeepestValue = 100;

} // namespace

std::string collapsed(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const std::string_view word : words(text)) {
        if (!result.empty()) result += ' ';
        result += word;
    }
    return result;
}

Json inlineValue(std::string_view text) {
    bool isTooDeep = false;
    const auto watchDepth = [&](int depth, Json::parse_event_t, Json&) {
        isTooDeep = isTooDeep || depth > kDeepestValue;
        return !isTooDeep;
    };
    Json parsed = Json::parse(text, watchDepth, false);
    if (isTooDeep || parsed.is_discarded()) return collapsed(text);
    return parsed;
}

} // namespace signalbox::scxml
