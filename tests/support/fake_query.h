#pragma once

#include "engine/workflow_list.h"
#include "engine/workflow_values.h"

#include <vector>

namespace signalbox::tests {

// Answers a list request from plain rows: what WorkflowService::list says, computed the slow and obvious way.
[[nodiscard]] ListReply answerList(const std::vector<WorkflowRow>& rows, const std::vector<Definition>& definitions,
                                   const ListRequest& request);

} // namespace signalbox::tests
