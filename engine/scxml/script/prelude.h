#pragma once

#include <string_view>

namespace signalbox::scxml {

// The JavaScript that prepares an engine, from the folder prelude/: an expression whose value is a function of the
// global object and a JsHost, which returns the functions that JsPrelude names.
extern const std::string_view kPreludeText;

} // namespace signalbox::scxml
