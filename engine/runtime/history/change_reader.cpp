#include "engine/runtime/history/change_reader.h"

#include "engine/runtime/history/change_view.h"

#include <fmt/format.h>

#include <utility>

namespace signalbox {

Result<std::vector<Change>> ChangeReader::after(Seq after, std::uint32_t limit) const {
    auto records = m_store.changesAfter(after, limit);
    if (!records) return std::unexpected(std::move(records).error());
    std::vector<Change> changes;
    changes.reserve(records->size());
    for (const ChangeRecord& record : *records) {
        auto change = named(record);
        if (!change) return std::unexpected(std::move(change).error());
        changes.push_back(*std::move(change));
    }
    return changes;
}

Result<Change> ChangeReader::named(const ChangeRecord& record) const {
    const DefinitionTable::Entry* definition = m_definitions.find(record.definition);
    if (!definition)
        return fail(ErrorCode::Corrupt,
                    fmt::format("change {} names a definition that the store does not have", record.seq.value()));
    auto id = idOf(record.workflow);
    if (!id) return std::unexpected(std::move(id).error());
    return toChange(record, *std::move(id), *definition);
}

Result<std::string> ChangeReader::idOf(WorkflowKey key) const {
    if (auto known = m_catalogue.row(key)) return std::move(known->id);
    auto stored = m_store.idOf(key);
    if (!stored) return std::unexpected(std::move(stored).error());
    if (!*stored)
        return fail(ErrorCode::Corrupt, fmt::format("the log names workflow number {}, which has no id", key.value()));
    return **std::move(stored);
}

} // namespace signalbox
