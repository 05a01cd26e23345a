#include "engine/runtime/definition_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

Status install(Store& store, const Chart& chart, Time now) {
    const ChartStructure& structure = chart.structure();
    auto put = store.putDefinition({.key = {},
                                    .name = structure.name,
                                    .version = structure.version,
                                    .hash = chart.hash(),
                                    .source = definitionSource(structure),
                                    .installed = now});
    if (put) return {};
    if (put.error().code != ErrorCode::InvalidDefinition) return std::unexpected(std::move(put).error());
    return fail(ErrorCode::InvalidDefinition,
                fmt::format("definition {} version {} differs from the one in the store under the same version",
                            structure.name, structure.version),
                "raise the version of the definition");
}

Result<ChartStructure> parse(const DefinitionRecord& record) {
    const Json json = Json::parse(record.source, nullptr, false);
    auto structure = json.is_discarded() ? fail(ErrorCode::Corrupt, "its source is no JSON") : structureFromJson(json);
    if (structure) return structure;
    return fail(ErrorCode::Corrupt,
                fmt::format("definition {} version {}: {}", record.name, record.version, structure.error().message));
}

} // namespace

const std::string& DefinitionTable::Entry::stateName(StateIndex state) const {
    assert(state.value() < structure.states.size());
    return structure.states[state.value()].name;
}

std::string DefinitionTable::Entry::triggerName(std::optional<TriggerIndex> trigger) const {
    return trigger && trigger->value() < structure.triggers.size() ? structure.triggers[trigger->value()].name : "";
}

Result<DefinitionTable> DefinitionTable::load(Store& store, const std::vector<ChartPtr>& charts, Time now) {
    if (!store.identity().isReadOnly)
        for (const ChartPtr& chart : charts)
            if (Status installed = install(store, *chart, now); !installed)
                return std::unexpected(std::move(installed).error());
    auto records = store.definitions();
    if (!records) return std::unexpected(std::move(records).error());
    DefinitionTable table;
    for (DefinitionRecord& record : *records)
        if (Status added = table.add(std::move(record), charts); !added)
            return std::unexpected(std::move(added).error());
    return table;
}

Status DefinitionTable::add(DefinitionRecord record, const std::vector<ChartPtr>& charts) {
    const auto chart = std::ranges::find_if(charts, [&](const ChartPtr& c) {
        return c->structure().name == record.name && c->structure().version == record.version &&
               c->hash() == record.hash;
    });
    auto structure = chart != charts.end() ? Result<ChartStructure>((*chart)->structure()) : parse(record);
    if (!structure) return std::unexpected(std::move(structure).error());
    const DefinitionKey key = record.key;
    m_byName[record.name][record.version] = key;
    m_byKey.emplace(key, Entry{.record = std::move(record),
                               .structure = *std::move(structure),
                               .chart = chart != charts.end() ? *chart : nullptr});
    return {};
}

std::vector<const DefinitionTable::Entry*> DefinitionTable::all() const {
    std::vector<const Entry*> entries;
    for (const auto& [name, versions] : m_byName)
        for (const auto& [version, key] : versions)
            entries.push_back(&m_byKey.at(key));
    return entries;
}

const DefinitionTable::Entry* DefinitionTable::find(DefinitionKey key) const {
    const auto found = m_byKey.find(key);
    return found == m_byKey.end() ? nullptr : &found->second;
}

const DefinitionTable::Entry* DefinitionTable::find(const DefinitionRef& ref) const {
    const auto versions = m_byName.find(ref.name);
    if (versions == m_byName.end()) return nullptr;
    if (ref.version != 0) {
        const auto version = versions->second.find(ref.version);
        return version == versions->second.end() ? nullptr : find(version->second);
    }
    const auto newestFirst = std::views::reverse(versions->second);
    for (const auto& [version, key] : newestFirst)
        if (const Entry* entry = find(key); entry->chart) return entry;
    return find(newestFirst.front().second);
}

std::string definitionSource(const ChartStructure& structure) {
    return toJson(structure).dump();
}

} // namespace signalbox
