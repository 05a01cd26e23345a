#pragma once

#include "engine/base/error.h"
#include "engine/base/shared_mutex.h"
#include "engine/chart/chart.h"
#include "engine/chart/definition_compiler.h"
#include "engine/runtime/engine_log.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// Every definition the store knows, with the chart behind it where this program has one. Entries are added and never
// changed, and keep their address.  Thread-safety: any thread.
class DefinitionTable {
public:
    class Entry {
    public:
        Entry(DefinitionRecord installed, ChartStructure itsStructure, ChartPtr itsChart,
              const DefinitionCompiler* compiler)
            : record(std::move(installed))
            , structure(std::move(itsStructure))
            , m_compiler(compiler)
            , m_chart(std::move(itsChart)) {}

        const DefinitionRecord record;
        const ChartStructure structure;

        // Null: no code, its workflows can be seen but not fired. A definition that came as a text is compiled when it
        // is first asked for: a store may hold many that nobody uses any more.
        [[nodiscard]] const ChartPtr& chart() const;
        // Whether there is a chart, as far as is known without compiling.
        [[nodiscard]] bool isRunnable() const;
        [[nodiscard]] DefinitionRef ref() const { return {.name = record.name, .version = record.version}; }
        [[nodiscard]] const std::string& stateName(StateIndex state) const;
        // Empty for none.
        [[nodiscard]] std::string triggerName(std::optional<TriggerIndex> trigger) const;

    private:
        const DefinitionCompiler* m_compiler; // null: of a chart that is given, or of none
        mutable std::once_flag m_isCompiled;
        mutable std::atomic<bool> m_hasFailed = false;
        mutable ChartPtr m_chart;
    };

    // `compiler` of definitions that are texts; null: they can be seen but not run.  Lifetime: it outlives the table.
    DefinitionTable(const DefinitionCompiler* compiler, std::vector<ChartPtr> charts)
        : m_compiler(compiler)
        , m_charts(std::move(charts)) {}

    // Installs the charts in `store`, then reads all it has. In a read-only store, charts that it does not know are
    // left out; so is one whose name and version were deployed as a text, which goes on to be run: `log` (null: nobody
    // listens) is warned. Errors: InvalidDefinition when name and version are taken by another content of a program;
    // Corrupt; as Store.
    [[nodiscard]] Status load(Store& store, Time now, EngineLog* log);
    // Of what the store has just been given; `chart` is its own.  Returns: the entry, or the one that is there.
    const Entry& add(DefinitionRecord record, ChartPtr chart);

    // By name, then version.
    [[nodiscard]] std::vector<const Entry*> all() const;
    [[nodiscard]] const Entry* find(DefinitionKey key) const;
    // Version 0: the newest that can be run, or the newest of all.
    [[nodiscard]] const Entry* find(const DefinitionRef& ref) const;
    // Oldest first.
    [[nodiscard]] std::vector<const Entry*> versionsOf(std::string_view name) const;
    // Whether a program brought any version of it: no text may be deployed under this name.
    [[nodiscard]] bool isOfProgram(std::string_view name) const;

private:
    [[nodiscard]] Status addKnown(DefinitionRecord record);
    [[nodiscard]] ChartPtr chartOf(const DefinitionRecord& record) const;
    const Entry& insert(std::unique_ptr<Entry> entry);

    const DefinitionCompiler* m_compiler;
    const std::vector<ChartPtr> m_charts;
    mutable SharedMutex m_mutex;
    std::unordered_map<DefinitionKey, std::unique_ptr<const Entry>> m_byKey GUARDED_BY(m_mutex);
    std::map<std::string, std::map<std::uint32_t, const Entry*>, std::less<>> m_byName GUARDED_BY(m_mutex);
};

// The definition by name and version, with code. Errors: NotFound, DefinitionUnavailable.
[[nodiscard]] Result<const DefinitionTable::Entry*> runnable(const DefinitionTable& definitions,
                                                             const DefinitionRef& ref);
// Errors: DefinitionUnavailable.
[[nodiscard]] Status checkRunnable(const DefinitionTable::Entry& definition);

// The structure of a chart as the store keeps it: JSON.
[[nodiscard]] std::string structureText(const ChartStructure& structure);

} // namespace signalbox
