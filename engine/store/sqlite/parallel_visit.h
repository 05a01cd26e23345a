#pragma once

#include "engine/store/sqlite/reader_pool.h"
#include "engine/store/store.h"

#include <span>

namespace signalbox {

// As Store::visitWorkflows: one reader and one thread per visitor, and the keys up to `lastKey` in equal ranges. A few
// rows, or those of a store that another program keeps writing to, all go to the first visitor.
[[nodiscard]] Status visitInParts(ReaderPool& readers, WorkflowKey lastKey, std::span<const WorkflowVisitor> visitors);

} // namespace signalbox
