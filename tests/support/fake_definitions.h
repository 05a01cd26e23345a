#pragma once

#include "engine/workflow_values.h"

#include <initializer_list>
#include <string>

namespace signalbox::tests {

// The bug tracker's structure: Open > Assigned, Deferred, Resolved, Closed (final).
[[nodiscard]] Definition bugDefinition(std::uint32_t version = 1);

// A definition of states in a row, each left by "Next"; the last one is final.
[[nodiscard]] Definition chainDefinition(std::string name, std::initializer_list<const char*> states);

} // namespace signalbox::tests
