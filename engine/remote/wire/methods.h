#pragma once

#include <string>
#include <vector>

namespace signalbox::wire {

// The methods of WorkflowService that this program was made with, as signalbox.proto has them: "Fire".
[[nodiscard]] std::vector<std::string> methodNames();

} // namespace signalbox::wire
