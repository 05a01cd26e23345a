#include "engine/runtime/outbox/effect_reader.h"

#include "engine/runtime/effects/effect_nature.h"
#include "engine/runtime/effects/effect_problem.h"
#include "engine/runtime/requests/request_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kMostEffects = 10'000;
constexpr std::uint32_t kPage = 512;
constexpr std::uint64_t kFirstWindow = 1024; // changes

constexpr std::array kOpen{EffectStatus::Pending, EffectStatus::Failed};

bool isWanted(const EffectsRequest& request, EffectStatus status) {
    return request.statuses.empty() || std::ranges::find(request.statuses, status) != request.statuses.end();
}

bool isWanted(const EffectsRequest& request, const EffectRecord& record) {
    if (request.before && record.id() >= *request.before) return false;
    if (!isWanted(request, record.status)) return false;
    return request.problem.empty() || problemOf(record.progress) == request.problem;
}

// Newest first, and no more than is needed.
void trim(std::vector<EffectRecord>& records, const EffectsRequest& request) {
    std::ranges::sort(records, std::ranges::greater{}, &EffectRecord::id);
    if (records.size() > request.limit + std::size_t{1}) records.resize(request.limit + std::size_t{1});
}

} // namespace

Result<EffectsReply> EffectReader::read(const EffectsRequest& request) const {
    if (request.limit > kMostEffects)
        return fail(ErrorCode::InvalidArgument, fmt::format("a list has at most {} effects", kMostEffects));
    auto records = request.workflowId ? ofWorkflow(request) : open(request);
    if (!records) return std::unexpected(std::move(records).error());
    EffectsReply reply;
    reply.hasMore = records->size() > request.limit;
    if (reply.hasMore) records->resize(request.limit);
    reply.problems = m_parts.book.problems();
    std::optional<ChangeRecord> turn;
    for (EffectRecord& record : *records) {
        auto entry = toEntry(std::move(record), turn);
        if (!entry) return std::unexpected(std::move(entry).error());
        reply.effects.push_back(*std::move(entry));
    }
    return reply;
}

Result<EffectReader::Records> EffectReader::ofWorkflow(const EffectsRequest& request) const {
    const auto key = m_parts.catalogue.find(*request.workflowId);
    const auto head = key ? m_parts.store.load(*key) : std::optional<WorkflowRecord>();
    if (!head) return std::unexpected(head.error());
    if (!*head) return std::unexpected(noSuchWorkflow(*request.workflowId));
    Records found;
    for (Seq next = (*head)->lastChange; next != Seq() && found.size() <= request.limit;) {
        const auto changes = m_parts.store.changesBack(next, kPage);
        if (!changes) return std::unexpected(changes.error());
        std::vector<Seq> seqs;
        for (const ChangeRecord& change : *changes)
            seqs.push_back(change.seq);
        std::ranges::sort(seqs);
        auto effects = m_parts.store.effectsOf(seqs);
        if (!effects) return std::unexpected(std::move(effects).error());
        std::erase_if(*effects, [&](const EffectRecord& record) { return !isWanted(request, record); });
        std::ranges::move(*effects, std::back_inserter(found));
        next = changes->empty() ? Seq() : changes->back().previous;
    }
    trim(found, request);
    return found;
}

// The store tells them from the oldest on: so it is asked for those of the newest changes, and of twice as many until
// there are enough.
Result<EffectReader::Records> EffectReader::open(const EffectsRequest& request) const {
    const std::uint64_t top = request.before ? request.before->change.value() + 1 : newest().value() + 1;
    Records found;
    for (std::uint64_t window = kFirstWindow;; window *= 2) {
        const bool isAll = window >= top;
        const EffectId after{.change = Seq(isAll ? 0 : top - window)};
        found.clear();
        for (const EffectStatus status : kOpen) {
            if (!isWanted(request, status)) continue;
            if (Status added = addOpen(status, after, request, found); !added)
                return std::unexpected(std::move(added).error());
        }
        trim(found, request);
        if (isAll || found.size() > request.limit) return found;
    }
}

Status EffectReader::addOpen(EffectStatus status, EffectId after, const EffectsRequest& request, Records& found) const {
    while (true) {
        auto page = m_parts.store.openEffects(status, after, kPage);
        if (!page) return std::unexpected(std::move(page).error());
        const bool isLast = page->size() < kPage;
        if (!page->empty()) after = page->back().id();
        const bool isPast = request.before && after >= *request.before;
        std::erase_if(*page, [&](const EffectRecord& record) { return !isWanted(request, record); });
        std::ranges::move(*page, std::back_inserter(found));
        if (isLast || isPast) return {};
        // Whatever is older than what is found already is not needed.
        if (found.size() > std::size_t{4} * (request.limit + kPage)) trim(found, request);
    }
}

Result<EffectEntry> EffectReader::toEntry(EffectRecord&& record, std::optional<ChangeRecord>& turn) const {
    if (!turn || turn->seq != record.change) {
        auto change = m_parts.loader.turnOf(record.id());
        if (!change) return std::unexpected(std::move(change).error());
        turn = *std::move(change);
    }
    auto workflow = m_parts.loader.workflowOf(record);
    if (!workflow) return std::unexpected(std::move(workflow).error());
    const auto* definition = m_parts.definitions.find(turn->definition);
    EffectEntry entry;
    entry.id = record.id();
    entry.workflowId = *std::move(workflow);
    if (definition != nullptr) entry.definition = definition->ref();
    entry.requested = turn->at;
    entry.status = record.status;
    entry.receiver = receiverOf(m_parts.sender, record.effect.kind, record.effect.payload);
    if (record.status != EffectStatus::Sent) entry.problem = problemOf(record.progress);
    if (record.status == EffectStatus::Pending) {
        auto standing = m_parts.book.standing(record.id(), record.effect.kind);
        entry.waitsFor = std::move(standing.waitsFor);
        entry.isHeld = standing.isHeld;
        entry.isSending = standing.isSending;
    }
    entry.effect = std::move(record.effect);
    entry.progress = std::move(record.progress);
    return entry;
}

} // namespace signalbox
