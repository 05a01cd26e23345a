#pragma once

#include "engine/base/error.h"
#include "engine/runtime/definition_table.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <string>
#include <vector>

namespace signalbox {

// Reads the log of a store, with names for keys. Errors of all: as Store's reads.  Thread-safety: any thread.
class ChangeReader {
public:
    ChangeReader(Store& store, const Catalogue& catalogue, const DefinitionTable& definitions)
        : m_store(store)
        , m_catalogue(catalogue)
        , m_definitions(definitions) {}

    // In order of seq, those above `after`, at most `limit`.
    [[nodiscard]] Result<std::vector<Change>> after(Seq after, std::uint32_t limit) const;
    // With ids and names. Errors: Corrupt when the store does not know its workflow or definition.
    [[nodiscard]] Result<Change> named(const ChangeRecord& record) const;

private:
    [[nodiscard]] Result<std::string> idOf(WorkflowKey key) const;

    Store& m_store;
    const Catalogue& m_catalogue;
    const DefinitionTable& m_definitions;
};

} // namespace signalbox
