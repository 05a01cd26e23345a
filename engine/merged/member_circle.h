#pragma once

#include "engine/base/clock.h"
#include "engine/merged/gathering.h"
#include "engine/merged/member.h"
#include "engine/runtime/scheduling/scheduler.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

class MergedWatch;

// The servers of a MergedService as they come and go, and how they are asked: one of them, or all at once.
//
// Who is asked together with others may take its time, but the others do not wait for it longer than `patience`. It is
// late from then on, and is not asked with others until its answer has come; `caughtUp` is called then.
// Outlives the service in answers that are under way.
// Thread-safety: any thread.
class MemberCircle : public std::enable_shared_from_this<MemberCircle> {
public:
    struct Parts {
        Scheduler& scheduler;
        const Clock& clock;
        std::chrono::milliseconds patience;
        std::function<void(const std::string& name)> caughtUp; // on any thread; null: nobody wants to know
    };
    explicit MemberCircle(Parts parts) : m_parts(std::move(parts)) {}

    // Watches of all begin to watch it, too.
    void add(std::string name, WorkflowService& service);
    void remove(const std::string& name);
    // Nothing of `Parts` is used after it returns.
    void close();

    [[nodiscard]] Members members() const;
    [[nodiscard]] MemberPtr find(std::string_view name) const; // null: there is none
    [[nodiscard]] MemberPtr find(std::uint16_t number) const;  // null: there is none
    void enter(std::weak_ptr<MergedWatch> watch);

    // Runs `task` soon, never inside this call; at once when it is closed, which is never inside a call of a user's.
    void post(Task task);

    template <typename T>
    using Ask = std::move_only_function<void(WorkflowService&, Reply<T>)>;
    // Asks one, whether it is late or not. What it says comes with the names that things have here.
    template <typename T>
    void askOne(const MemberPtr& member, Ask<T> ask, Reply<T> reply);
    // That `id` names no server that is there.
    template <typename T>
    void refuse(const std::string& id, Reply<T> reply);
    template <typename T>
    struct Question {
        MemberPtr member;
        Ask<T> ask;
    };
    // Asks all. `done` gets one answer per question, in their order, as the servers say it; errors name the server.
    template <typename T>
    void gather(std::vector<Question<T>> questions, typename Gathering<T>::Done done);

private:
    using Watches = std::vector<std::shared_ptr<MergedWatch>>;
    template <typename T>
    void ask(const MemberPtr& member, Ask<T> ask, Reply<T> reply);
    // Runs `task` when patience is at its end.  Returns: false when the circle is closed.
    bool postLate(Task task);
    void catchUp(const Member& member);
    Watches watches() const REQUIRES_LOCK(m_mutex);
    template <typename T>
    void put(Gathering<T>& gathering, std::size_t place, Member& member, Result<T> answer);

    const Parts m_parts;
    mutable SharedMutex m_door;
    bool m_isClosed GUARDED_BY(m_door) = false;
    mutable Mutex m_mutex;
    Members m_members GUARDED_BY(m_mutex);
    std::vector<std::weak_ptr<MergedWatch>> m_watches GUARDED_BY(m_mutex);
    std::uint16_t m_lastNumber GUARDED_BY(m_mutex) = 0;
};

template <typename T>
void MemberCircle::ask(const MemberPtr& member, Ask<T> ask, Reply<T> reply) {
    // Whichever comes first takes it: the service, or the one who finds that it has gone.
    const auto answer = std::make_shared<Reply<T>>(std::move(reply));
    const bool isAsked = member->with(
        [&](WorkflowService& service) { ask(service, [answer](Result<T> result) { (*answer)(std::move(result)); }); });
    if (isAsked) return;
    post([answer, name = member->name()] {
        (*answer)(fail(ErrorCode::Disconnected, name + " is not connected any more", "connect to it again"));
    });
}

template <typename T>
void MemberCircle::askOne(const MemberPtr& member, Ask<T> ask, Reply<T> reply) {
    this->ask<T>(member, std::move(ask), [member, reply = std::move(reply)](Result<T> result) mutable {
        member->renameAll(result);
        reply(std::move(result));
    });
}

template <typename T>
void MemberCircle::refuse(const std::string& id, Reply<T> reply) {
    post([id, reply = std::move(reply)]() mutable {
        reply(fail(ErrorCode::NotFound, "\"" + id + "\" is of no server that is connected here", "write SERVER/ID"));
    });
}

template <typename T>
void MemberCircle::put(Gathering<T>& gathering, std::size_t place, Member& member, Result<T> answer) {
    const bool isAway = !answer && answer.error().code == ErrorCode::Disconnected;
    if (!answer) answer = std::unexpected(namedError(member.name(), std::move(answer.error())));
    const bool isInTime = gathering.put(place, std::move(answer));
    if (member.takeLate() && !isInTime && !isAway) catchUp(member);
}

template <typename T>
void MemberCircle::gather(std::vector<Question<T>> questions, typename Gathering<T>::Done done) {
    if (questions.empty()) {
        post([done = std::move(done)]() mutable { done({}); });
        return;
    }
    auto gathering = std::make_shared<Gathering<T>>(questions.size(), std::move(done));
    Members asked;
    for (const Question<T>& question : questions)
        asked.push_back(question.member);
    const auto close = [gathering, asked] {
        gathering->close([&asked](std::size_t late) { asked[late]->setLate(true); });
    };
    post([self = shared_from_this(), gathering, close, questions = std::move(questions)]() mutable {
        const bool isOpen = self->postLate(close);
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const MemberPtr member = questions[i].member;
            if (!isOpen || member->isLate()) {
                gathering->put(i, fail(ErrorCode::Busy, member->name() + " does not answer", "try again later"));
                continue;
            }
            self->ask<T>(member, std::move(questions[i].ask), [self, gathering, member, i](Result<T> answer) {
                self->put(*gathering, i, *member, std::move(answer));
            });
        }
    });
}

} // namespace signalbox
