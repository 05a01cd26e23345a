#pragma once

#include "engine/base/error.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/reader.h"

#include <cstdint>
#include <stop_token>

namespace signalbox {

// What a store holds, in figures.
struct StoreSummary {
    StoreMeta meta;
    std::uint64_t workflowCount = 0;
    Seq lastSeq;
};

// The figures of a store, taken as they are.  Errors: NotFound, NotAStore, NewerFormat, Corrupt, Io.
[[nodiscard]] Result<StoreSummary> summarizeStore(const Reader::Source& source);

// Reads everything that a store holds, as of one moment, beside a program that may be writing to it: pages, checksums,
// the hash chain, and that every workflow is as its last change left it.
// Errors: Corrupt, naming what is wrong; ShuttingDown when `stop` was requested; Io.
[[nodiscard]] Result<StoreSummary> verifyStore(const Reader::Source& source, const std::stop_token& stop = {});

} // namespace signalbox
