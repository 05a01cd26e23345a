#include "engine/runtime/engine_core.h"

#include "engine/runtime/requests/request_check.h"
#include "engine/runtime/turns/timer_turns.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kMostTimerRows = 10'000;

Definition toDefinition(const DefinitionTable::Entry& entry) {
    Definition definition{.structure = entry.structure,
                          .hash = entry.record.hash,
                          .source = {},
                          .isRunnable = entry.isRunnable(),
                          .installed = entry.record.installed};
    if (const auto& deployment = entry.record.deployment) {
        definition.source = deployment->source;
        definition.deployedBy = deployment->principal;
        definition.reason = deployment->reason;
    }
    return definition;
}

} // namespace

std::vector<Definition> Engine::Core::listDefinitions() const {
    const auto counts = catalogue.countsByDefinition();
    std::vector<Definition> list;
    for (const DefinitionTable::Entry* entry : definitions.all()) {
        const auto count = std::ranges::find(counts, entry->ref(), &std::pair<DefinitionRef, std::uint64_t>::first);
        Definition& definition = list.emplace_back(toDefinition(*entry));
        definition.workflowCount = count == counts.end() ? 0 : count->second;
    }
    return list;
}

Status Engine::Core::loadCatalogue() {
    for (const DefinitionTable::Entry* entry : definitions.all())
        catalogue.addDefinition(entry->record.key, entry->structure);
    return catalogue.load(store, identity.lastSeq);
}

Status Engine::Core::loadTimers() {
    auto records = store.timers();
    if (!records) return std::unexpected(std::move(records).error());
    std::vector<TimerBook::Loaded> loaded;
    loaded.reserve(records->size());
    for (TimerRecord& record : *records) {
        auto row = catalogue.row(record.workflow);
        if (!row)
            return fail(ErrorCode::Corrupt, fmt::format("timer '{}' is of workflow number {}, which is not there",
                                                        record.timer.name, record.workflow.value()));
        loaded.push_back({.workflow = std::move(row->id), .key = record.workflow, .timer = std::move(record.timer)});
    }
    TimerBook::sort(loaded);
    indexTimers(loaded);
    timers.load(std::move(loaded));
    return {};
}

void Engine::Core::indexTimers(const std::vector<TimerBook::Loaded>& loaded) {
    std::vector<TimerIndex::Loaded> indexed;
    indexed.reserve(loaded.size());
    for (const TimerBook::Loaded& timer : loaded) {
        const auto row = catalogue.row(timer.key);
        const DefinitionTable::Entry* definition = row ? definitions.find(row->definition) : nullptr;
        if (definition == nullptr) continue;
        indexed.push_back(
            {.workflow = timer.workflow, .key = timer.key, .definition = definition->record.key, .timer = timer.timer});
    }
    timerIndex.load(std::move(indexed));
    for (const auto& [workflow, due] : timerIndex.nextTimers())
        catalogue.setNextTimer(workflow, due);
}

Result<TimersReply> Engine::Core::listTimers(const TimersRequest& request) const {
    if (request.limit > kMostTimerRows)
        return fail(ErrorCode::InvalidArgument, fmt::format("a list has at most {} timers", kMostTimerRows));
    TimerIndex::Query query{
        .workflow = {}, .dueBefore = request.dueBefore, .offset = request.offset, .limit = request.limit};
    if (request.workflowId) {
        query.workflow = catalogue.find(*request.workflowId);
        if (!query.workflow) return std::unexpected(noSuchWorkflow(*request.workflowId));
    }
    TimerIndex::Page page = timerIndex.list(query);
    TimersReply reply{.timers = {}, .total = page.total};
    reply.timers.reserve(page.items.size());
    for (TimerIndex::Item& item : page.items) {
        const DefinitionTable::Entry* definition = definitions.find(item.definition);
        if (definition == nullptr)
            return fail(ErrorCode::Corrupt, fmt::format("the definition of {} is not there", item.workflow));
        reply.timers.push_back(timerEntry(*definition, std::move(item.workflow), std::move(item.timer)));
    }
    return reply;
}

Result<Explanation> Engine::Core::explain(const ExplainRequest& request) const {
    if (Status checked = checkJson(request.arguments, "the arguments", settings); !checked)
        return std::unexpected(std::move(checked).error());
    return reader.explain(request);
}

Result<Preview> Engine::Core::preview(const FireRequest& request) const {
    if (Status checked = checkFire(request, settings); !checked) return std::unexpected(std::move(checked).error());
    return reader.preview(request);
}

Result<MigrateReply> Engine::Core::previewMigration(const MigrateRequest& request) const {
    if (Status checked = checkMigrate(request); !checked) return std::unexpected(std::move(checked).error());
    return reader.previewMigration(request);
}

Result<Statistics> Engine::Core::collectStatistics() const {
    const auto pending = store.effectCount(EffectStatus::Pending);
    if (!pending) return std::unexpected(pending.error());
    const auto failed = store.effectCount(EffectStatus::Failed);
    if (!failed) return std::unexpected(failed.error());
    const auto refusal = pipeline.refusal();
    return Statistics{.storePath = identity.path,
                      .storeId = identity.id,
                      .epoch = identity.epoch,
                      .isReadOnly = refusal.has_value(),
                      .readOnlyReason = refusal ? refusal->message : "",
                      .workflowCount = catalogue.count(),
                      .residentCount = catalogue.residentCount(),
                      .lastSeq = pipeline.lastSeq(),
                      .firesTotal = fires.total(),
                      .firesPerSecond = fires.perSecond(clock.steadyNow()),
                      .pendingEffects = *pending,
                      .failedEffects = *failed,
                      .heldEffects = effectBook.heldCount(),
                      .timerCount = timerIndex.count(),
                      .queuedTurns = pipeline.queuedCount(),
                      .workflowsByDefinition = catalogue.countsByDefinition()};
}

} // namespace signalbox
