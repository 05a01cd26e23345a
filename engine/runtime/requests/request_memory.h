#pragma once

#include "engine/store/store.h"
#include "engine/workflow_definitions.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// What an accepted request was answered, without what the request says itself.
struct RequestAnswer {
    ChangeKind kind = ChangeKind::Fired;
    Outcome outcome = Outcome::Transitioned;
    WorkflowStatus status = WorkflowStatus::Active;
    StateIndex state; // leaf after
    Revision revision;
    DefinitionKey definition; // `state` is of
    Seq seq;                  // set when the turn is on disk
    Time seen;                // as RequestAge says
    std::shared_ptr<const MigrateReply> migration = nullptr;

    [[nodiscard]] static RequestAnswer of(const ChangeRecord& change, Time seen);
};

// The request ids that one workflow has seen lately, each with its answer. Takes no memory until it knows one.
class RequestMemory {
public:
    using Answer = std::shared_ptr<RequestAnswer>;

    // Returns: null when unknown, or older than `oldest`.
    [[nodiscard]] Answer find(std::string_view requestId, Time oldest) const;
    // A later answer takes the place of an earlier one.
    void add(const std::string& requestId, Answer answer, Time oldest);
    void clear() { m_answers.reset(); }

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Answers = std::unordered_map<std::string, Answer, Hash, std::equal_to<>>;

    void forgetOlderThan(Time oldest);

    std::unique_ptr<Answers> m_answers;
    std::size_t m_forgetAt = 64; // number of answers; twice what was left, so that forgetting stays cheap
};

} // namespace signalbox
