#pragma once

#include "engine/base/error.h"
#include "engine/chart/chart.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// Every definition the store knows, with the chart behind it where this program has one. Fixed once loaded, entries
// keep their address.
class DefinitionTable {
public:
    struct Entry {
        DefinitionRecord record;
        ChartStructure structure;
        ChartPtr chart; // null: no code, its workflows can be seen but not fired

        [[nodiscard]] DefinitionRef ref() const { return {.name = record.name, .version = record.version}; }
        [[nodiscard]] const std::string& stateName(StateIndex state) const;
        // Empty for none.
        [[nodiscard]] std::string triggerName(std::optional<TriggerIndex> trigger) const;
    };

    // Installs `charts` in `store`, then reads all it has. In a read-only store, charts that it does not know are left
    // out. Errors: InvalidDefinition when name and version are taken by another content; Corrupt; as Store.
    [[nodiscard]] static Result<DefinitionTable> load(Store& store, const std::vector<ChartPtr>& charts, Time now);

    // By name, then version.
    [[nodiscard]] std::vector<const Entry*> all() const;
    [[nodiscard]] const Entry* find(DefinitionKey key) const;
    // Version 0: the newest that can be run, or the newest of all.
    [[nodiscard]] const Entry* find(const DefinitionRef& ref) const;

private:
    Status add(DefinitionRecord record, const std::vector<ChartPtr>& charts);

    std::unordered_map<DefinitionKey, Entry> m_byKey;
    std::map<std::string, std::map<std::uint32_t, DefinitionKey>, std::less<>> m_byName;
};

// The source of a chart built in C++: JSON of its structure.
[[nodiscard]] std::string definitionSource(const ChartStructure& structure);

} // namespace signalbox
