#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/engine_settings.h"
#include "engine/runtime/history/change_reader.h"
#include "engine/runtime/history/past.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_definitions.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// Answers what is asked about one workflow from what is committed, without waking it and without waiting for the
// writer. Errors of all: NotFound; as Store's reads.  Thread-safety: any thread.
class WorkflowReader {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        const DefinitionTable& definitions;
        const ChangeReader& changes;
        const EffectBook& effects;
        const WorkflowDirectory& directory;
        const Clock& clock;
    };
    WorkflowReader(const Parts& parts, const EngineSettings& settings)
        : m_parts(parts)
        , m_visitBound(settings.visitBound)
        , m_attemptBound(settings.outbox.attemptBound)
        , m_pastReader(parts.store) {}

    [[nodiscard]] Result<Workflow> get(const GetRequest& request) const;
    [[nodiscard]] Result<HistoryReply> history(const HistoryRequest& request) const;
    // Errors: DefinitionUnavailable, InvalidArgument.
    [[nodiscard]] Result<Explanation> explain(const ExplainRequest& request) const;
    // Errors: DefinitionUnavailable, StaleRevision.
    [[nodiscard]] Result<Preview> preview(const FireRequest& request) const;
    // Errors: as WorkflowService::migrate.
    [[nodiscard]] Result<MigrateReply> previewMigration(const MigrateRequest& request) const;

private:
    struct Found {
        WorkflowRecord record;
        const DefinitionTable::Entry* definition = nullptr;
        std::string parentId = {};
        bool isPast = false;
        // Of a past record: its history, and what of it had happened by then.
        std::shared_ptr<const ChangeList> history = nullptr;
        std::span<const ChangeRecord> past = {};
    };
    [[nodiscard]] Result<Found> find(const std::string& id) const;
    [[nodiscard]] Result<Found> find(const std::string& id, const std::optional<Revision>& atRevision) const;
    [[nodiscard]] Result<Found> findForPreview(const FireRequest& request) const;
    [[nodiscard]] WorkflowRow rowOf(const Found& found) const;
    [[nodiscard]] Status addVisits(Workflow& workflow, const Found& found) const;
    [[nodiscard]] Status addEffects(std::vector<Change>& changes) const;
    [[nodiscard]] EffectRow toEffectRow(EffectRecord&& record) const;

    const Parts m_parts;
    const std::uint32_t m_visitBound;
    const std::uint32_t m_attemptBound;
    mutable PastReader m_pastReader; // locks itself
};

} // namespace signalbox
