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
                                    .structure = structureText(structure),
                                    .installed = now});
    if (put) return {};
    if (put.error().code != ErrorCode::InvalidDefinition) return std::unexpected(std::move(put).error());
    return fail(ErrorCode::InvalidDefinition,
                fmt::format("definition {} version {} differs from the one in the store under the same version",
                            structure.name, structure.version),
                "raise the version of the definition");
}

bool isDeployed(Store& store, const ChartStructure& structure) {
    const auto known = store.definitions();
    return known && std::ranges::any_of(*known, [&](const DefinitionRecord& record) {
               return record.deployment && record.name == structure.name && record.version == structure.version;
           });
}

// Of one whose version was deployed as a text: the store goes on with that. Refused to open, it would be out of reach
// for everybody because of what two people called alike.
void warnOfText(EngineLog* log, const ChartStructure& structure) {
    if (log == nullptr) return;
    log->warned(fmt::format("definition {} version {} was deployed as a text, which is what runs: the one of this "
                            "program is left out. Give it another name, or a higher version.",
                            structure.name, structure.version));
}

Result<ChartStructure> parse(const DefinitionRecord& record) {
    const Json json = Json::parse(record.structure, nullptr, false);
    auto structure =
        json.is_discarded() ? fail(ErrorCode::Corrupt, "its structure is no JSON") : structureFromJson(json);
    if (structure) return structure;
    return fail(ErrorCode::Corrupt,
                fmt::format("definition {} version {}: {}", record.name, record.version, structure.error().message));
}

} // namespace

const ChartPtr& DefinitionTable::Entry::chart() const {
    if (m_compiler == nullptr) return m_chart;
    std::call_once(m_isCompiled, [this] {
        if (m_chart) return;
        ChartPtr chart = m_compiler->compile(record.deployment->source, record.version).chart;
        // Compiled to something else than what its workflows were run by, it would tear them apart.
        if (chart && chart->hash() == record.hash) m_chart = std::move(chart);
        m_hasFailed = !m_chart;
    });
    return m_chart;
}

bool DefinitionTable::Entry::isRunnable() const {
    return m_compiler != nullptr ? !m_hasFailed : m_chart != nullptr;
}

const std::string& DefinitionTable::Entry::stateName(StateIndex state) const {
    assert(state.value() < structure.states.size());
    return structure.states[state.value()].name;
}

std::string DefinitionTable::Entry::triggerName(std::optional<TriggerIndex> trigger) const {
    return trigger && trigger->value() < structure.triggers.size() ? structure.triggers[trigger->value()].name : "";
}

Status DefinitionTable::load(Store& store, Time now, EngineLog* log) {
    if (!store.identity().isReadOnly)
        for (const ChartPtr& chart : m_charts) {
            Status installed = install(store, *chart, now);
            if (installed) continue;
            const bool isTaken = installed.error().code == ErrorCode::InvalidDefinition;
            if (!isTaken || !isDeployed(store, chart->structure())) return installed;
            warnOfText(log, chart->structure());
        }
    auto records = store.definitions();
    if (!records) return std::unexpected(std::move(records).error());
    for (DefinitionRecord& record : *records)
        if (Status added = addKnown(std::move(record)); !added) return added;
    return {};
}

Status DefinitionTable::addKnown(DefinitionRecord record) {
    ChartPtr chart = chartOf(record);
    auto structure = chart ? Result<ChartStructure>(chart->structure()) : parse(record);
    if (!structure) return std::unexpected(std::move(structure).error());
    const DefinitionCompiler* compiler = record.deployment ? m_compiler : nullptr;
    insert(std::make_unique<Entry>(std::move(record), *std::move(structure), std::move(chart), compiler));
    return {};
}

const DefinitionTable::Entry& DefinitionTable::add(DefinitionRecord record, ChartPtr chart) {
    const ChartStructure& structure = chart->structure();
    return insert(std::make_unique<Entry>(std::move(record), structure, std::move(chart), nullptr));
}

ChartPtr DefinitionTable::chartOf(const DefinitionRecord& record) const {
    const auto chart = std::ranges::find_if(m_charts, [&](const ChartPtr& c) {
        return c->structure().name == record.name && c->structure().version == record.version &&
               c->hash() == record.hash;
    });
    return chart != m_charts.end() ? *chart : nullptr;
}

const DefinitionTable::Entry& DefinitionTable::insert(std::unique_ptr<Entry> entry) {
    const WriteLock lock(m_mutex);
    const DefinitionRecord& record = entry->record;
    const auto [place, isNew] = m_byKey.try_emplace(record.key, nullptr);
    if (!isNew) return *place->second;
    m_byName[record.name][record.version] = entry.get();
    place->second = std::move(entry);
    return *place->second;
}

std::vector<const DefinitionTable::Entry*> DefinitionTable::all() const {
    const ReadLock lock(m_mutex);
    std::vector<const Entry*> entries;
    for (const auto& [name, versions] : m_byName)
        std::ranges::copy(versions | std::views::values, std::back_inserter(entries));
    return entries;
}

const DefinitionTable::Entry* DefinitionTable::find(DefinitionKey key) const {
    const ReadLock lock(m_mutex);
    const auto found = m_byKey.find(key);
    return found == m_byKey.end() ? nullptr : found->second.get();
}

const DefinitionTable::Entry* DefinitionTable::find(const DefinitionRef& ref) const {
    const ReadLock lock(m_mutex);
    const auto versions = m_byName.find(ref.name);
    if (versions == m_byName.end()) return nullptr;
    if (ref.version != 0) {
        const auto version = versions->second.find(ref.version);
        return version == versions->second.end() ? nullptr : version->second;
    }
    const auto newestFirst = std::views::reverse(versions->second);
    for (const auto& [version, entry] : newestFirst)
        if (entry->isRunnable()) return entry;
    return newestFirst.front().second;
}

std::vector<const DefinitionTable::Entry*> DefinitionTable::versionsOf(std::string_view name) const {
    const ReadLock lock(m_mutex);
    std::vector<const Entry*> entries;
    if (const auto versions = m_byName.find(name); versions != m_byName.end())
        std::ranges::copy(versions->second | std::views::values, std::back_inserter(entries));
    return entries;
}

bool DefinitionTable::isOfProgram(std::string_view name) const {
    return std::ranges::any_of(versionsOf(name), [](const Entry* entry) { return !entry->record.deployment; });
}

std::string structureText(const ChartStructure& structure) {
    return toJson(structure).dump();
}

Result<const DefinitionTable::Entry*> runnable(const DefinitionTable& definitions, const DefinitionRef& ref) {
    const DefinitionTable::Entry* definition = definitions.find(ref);
    if (!definition)
        return fail(ErrorCode::NotFound,
                    ref.version == 0 ? fmt::format("there is no definition \"{}\"", ref.name)
                                     : fmt::format("there is no definition \"{}\" version {}", ref.name, ref.version));
    if (Status code = checkRunnable(*definition); !code) return std::unexpected(std::move(code).error());
    return definition;
}

Status checkRunnable(const DefinitionTable::Entry& definition) {
    if (definition.chart()) return {};
    return fail(ErrorCode::DefinitionUnavailable,
                fmt::format("this program has no code for definition {} version {}", definition.record.name,
                            definition.record.version),
                "start the program that defines it");
}

} // namespace signalbox
