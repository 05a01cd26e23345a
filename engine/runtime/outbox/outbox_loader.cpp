#include "engine/runtime/outbox/outbox_loader.h"

#include "engine/runtime/effects/effect_nature.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kPage = 512;
constexpr Duration kPause = std::chrono::seconds{1}; // after a failure

} // namespace

Status OutboxLoader::load() {
    // First those that others of their workflow may wait for.
    if (Status failed = load(EffectStatus::Failed); !failed) return failed;
    if (Status pending = load(EffectStatus::Pending); !pending) return pending;
    m_parts.book.publishLoaded();
    return {};
}

Status OutboxLoader::load(EffectStatus status) {
    EffectId last;
    while (true) {
        const auto page = m_parts.store.openEffects(status, last, kPage);
        if (!page) return std::unexpected(page.error());
        for (const EffectRecord& record : *page) {
            const auto due = notBefore(record);
            if (!due) return std::unexpected(due.error());
            m_parts.book.load(record, *due);
        }
        if (page->size() < kPage) return {};
        last = page->back().id();
    }
}

// A delay counts from the turn, and has passed when there was a try. No pause becomes longer than it was meant to be:
// the clock may have been set since.
Result<Time> OutboxLoader::notBefore(const EffectRecord& record) const {
    const Time now = m_parts.clock.now();
    if (const auto next = record.progress.nextAttempt) {
        const Duration pause = *next - record.progress.lastAttempt.value_or(now);
        return std::min(*next, now + std::max(pause, Duration::zero()));
    }
    const Duration delay = delayOf(record.effect.payload);
    if (record.status != EffectStatus::Pending || delay == Duration::zero() || record.progress.lastAttempt)
        return Time();
    const auto turn = turnOf(record.id());
    if (!turn) return std::unexpected(turn.error());
    return std::min(turn->at, now) + delay;
}

Result<ChangeRecord> OutboxLoader::turnOf(EffectId effect) const {
    auto changes = m_parts.store.changesBack(effect.change, 1);
    if (!changes) return std::unexpected(std::move(changes).error());
    if (!changes->empty()) return std::move(changes->front());
    return fail(ErrorCode::Corrupt, fmt::format("the turn that asked for effect {} is not in the log", text(effect)));
}

Result<std::string> OutboxLoader::workflowOf(const EffectRecord& record) const {
    if (auto row = m_parts.catalogue.row(record.workflow)) return std::move(row->id);
    auto id = m_parts.store.idOf(record.workflow);
    if (!id) return std::unexpected(std::move(id).error());
    if (*id) return **std::move(id);
    return fail(ErrorCode::Corrupt, fmt::format("effect {} is of workflow number {}, which never was",
                                                text(record.id()), record.workflow.value()));
}

void OutboxLoader::admitAfter(EffectId last) {
    const auto next = admitPage(last);
    if (!next) {
        if (m_parts.log != nullptr)
            m_parts.log->warned(fmt::format("looking for effects that can be sent now: {}", next.error().message));
        return m_parts.tasks.postAt(m_parts.clock.steadyNow() + kPause, [this, last] { admitAfter(last); });
    }
    // Those who were there before have their turn first.
    if (*next > last) m_parts.tasks.post([this, from = *next] { admitAfter(from); });
}

Result<EffectId> OutboxLoader::admitPage(EffectId after) {
    const Scheduler::Wait wait = m_parts.tasks.wait();
    const auto page = m_parts.store.openEffects(EffectStatus::Pending, after, kPage);
    if (!page) return std::unexpected(page.error());
    for (const EffectRecord& record : *page) {
        const auto due = notBefore(record);
        if (!due) return std::unexpected(due.error());
        m_parts.book.admit(record, *due);
    }
    m_parts.book.ring();
    return page->empty() ? after : page->back().id();
}

} // namespace signalbox
