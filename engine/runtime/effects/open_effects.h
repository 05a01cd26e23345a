#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/effects/effect_order.h"
#include "engine/runtime/effects/effect_tally.h"
#include "engine/runtime/effects/outbox_queue.h"
#include "engine/runtime/engine_settings.h"
#include "engine/store/store.h"
#include "engine/workflow_effects.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace signalbox {

// All effects that are pending or have failed: what is to be sent when, what waits for what, and how many there are.
//
// Few bytes are kept of each, its payload stays in the store. Of those that an operator holds up, a hundred thousand
// mails perhaps, there is a number for each workflow and nothing else, unless they are ordered.
//
// An effect that was taken belongs to its taker until the store has what became of it, and one that was claimed to its
// claimer: nobody else sends or changes it.
class OpenEffects {
public:
    // What is known of one that comes in.
    struct Effect {
        EffectId id;
        WorkflowKey workflow;
        EffectKind kind = EffectKind::Mail;
        bool isOrdered = false;
        std::string receiver;
        SteadyTime due{}; // not before
    };
    struct Failure {
        std::string problem;
        Time newest{};
    };
    struct Taken {
        EffectId id;
        WorkflowKey workflow;
        EffectKind kind = EffectKind::Mail;
    };
    // How one stands.
    struct Standing {
        bool isSending = false;
        bool isUnreachable = false;       // its receiver has not answered for some time
        std::optional<EffectId> behind{}; // the first of those that it must wait for
        bool isBehindFailed = false;      // that one has failed
    };

    explicit OpenEffects(const OutboxSettings& settings) : m_queue(settings) {}

    // A pending one that is held: it is only counted.
    void count(WorkflowKey workflow, EffectKind kind);
    // Behind one that was only counted nothing of the workflow that keeps an order is kept either.
    void holdOrder(WorkflowKey workflow) { m_tally.holdOrder(workflow); }
    void add(const Effect& effect);
    void addFailed(const Effect& effect, const Failure& failure);
    // One that was counted before, and is to be sent now.
    void admit(const Effect& effect);

    [[nodiscard]] std::optional<Taken> take(SteadyTime now, bool mayLeave); // as OutboxQueue
    // Its receiver is free again. Not of one that the store has as sent already.
    void answer(EffectId id, OutboxQueue::Answer how, SteadyTime now);
    // Of one that was taken: nothing became of it. Where its receiver had not answered yet, it was never asked.
    void putBack(EffectId id, SteadyTime due);
    // The same, where it turns out that it is open no more.
    void drop(EffectId id);
    // Of one whose receiver has answered: the next update of it is the taker's.
    // Returns: whether another has changed its row since it was taken.
    [[nodiscard]] bool beginRecording(EffectId id);

    // For an operator, who has read in the store that it is open.  Returns: false when it is being sent.
    [[nodiscard]] bool claim(const Effect& effect);
    void release(EffectId id);

    // What the store has now. `due`: of one that is pending; `failure`: of one that has failed.
    // Returns: its workflow; none: nothing has changed here.
    std::optional<WorkflowKey> apply(const EffectUpdate& update, SteadyTime due, const Failure& failure);
    // Nobody is left to retry or to skip what has failed.
    void dropFailed(WorkflowKey workflow);

    [[nodiscard]] bool has(EffectId id) const { return m_entries.contains(id); }
    [[nodiscard]] Standing standing(EffectId id) const;
    // Of the kinds that are not held: they wait all the same.
    [[nodiscard]] std::uint64_t behindFailedCount() const;
    [[nodiscard]] std::vector<EffectId> failedWith(const std::string& problem, const std::string& receiver) const;
    [[nodiscard]] std::vector<EffectProblem> problems() const; // most first
    [[nodiscard]] const EffectTally& tally() const { return m_tally; }
    [[nodiscard]] OutboxQueue& queue() { return m_queue; }
    [[nodiscard]] const OutboxQueue& queue() const { return m_queue; }

private:
    enum class State : std::uint8_t {
        Waiting,   // in its receiver's queue
        Blocked,   // behind others of its workflow
        Sending,   // taken
        Answered,  // by its receiver
        Recording, // on its way into the store
        Claimed,
        Failed,
    };
    struct ProblemGroup {
        std::uint64_t count = 0;
        Time newest;
    };
    using Problems = std::map<std::pair<std::string, std::string>, ProblemGroup>;
    struct Entry {
        WorkflowKey workflow;
        OutboxQueue::Receiver* receiver = nullptr;
        SteadyTime due{};
        Problems::value_type* problem = nullptr; // of one that has failed
        EffectKind kind = EffectKind::Mail;
        State state = State::Blocked;
        bool isOrdered = false;
        bool wasTouched = false;
        bool isGone = false; // it has failed, and its workflow was removed, while somebody claims it

        [[nodiscard]] bool isTaken() const {
            return state == State::Sending || state == State::Answered || state == State::Recording;
        }
        [[nodiscard]] EffectTally::Status status() const {
            return problem == nullptr ? EffectTally::Status::Pending : EffectTally::Status::Failed;
        }
    };
    struct Hash {
        std::size_t operator()(const EffectId& id) const noexcept {
            return std::hash<std::uint64_t>{}((id.change.value() << 8U) ^ id.ordinal);
        }
    };
    using Entries = std::unordered_map<EffectId, Entry, Hash>;

    Entries::iterator insert(const Effect& effect, State state);
    void place(EffectId id, Entry& entry);
    void erase(Entries::iterator entry);
    void free(Entry& entry);
    void setProblem(Entry& entry, const Failure* failure);
    [[nodiscard]] bool isFailed(EffectId id) const;

    OutboxQueue m_queue;
    EffectTally m_tally;
    EffectOrder m_order;
    Problems m_problems;
    Entries m_entries;
};

} // namespace signalbox
