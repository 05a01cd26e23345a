#pragma once

#include <string>
#include <string_view>

namespace signalbox {

// Tells whoever started this service, if he asked for it, how it is: "READY=1", "STOPPING=1".
// Source: sd_notify(3), "Standalone Implementations".
void notifyServiceManager(const std::string& socket, std::string_view state);

} // namespace signalbox
