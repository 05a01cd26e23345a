#pragma once

#include "engine/chart/statechart/processors.h"

#include <string_view>

namespace signalbox::scxml {

inline constexpr std::string_view kScxmlNamespace = "http://www.w3.org/2005/07/scxml";
// Ours: foreign to other tools, so what a chart does never depends on it: at most how what it asks for is sent.
inline constexpr std::string_view kSignalboxNamespace = "urn:signalbox:workflow:1";

// What the `type` of a send may be.
using signalbox::kHttpProcessor;
using signalbox::kMailProcessor;
using signalbox::kScxmlProcessor;

} // namespace signalbox::scxml
