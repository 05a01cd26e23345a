#pragma once

#include <string_view>

namespace signalbox {

// What the `type` of a <send> may be. Source: SCXML 1.0, appendix C; the last two are ours.
inline constexpr std::string_view kScxmlProcessor = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";
inline constexpr std::string_view kHttpProcessor = "http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor";
inline constexpr std::string_view kMailProcessor = "urn:signalbox:mail";
inline constexpr std::string_view kWebhookProcessor = "urn:signalbox:webhook";

// Whether the `type` of an <invoke> means a statechart. Source: SCXML 1.0, 6.4.2.
[[nodiscard]] constexpr bool isStatechartType(std::string_view type) {
    return type.empty() || type == "scxml" || type == "http://www.w3.org/TR/scxml" ||
           type == "http://www.w3.org/TR/scxml/" || type == kScxmlProcessor;
}

} // namespace signalbox
