#include "app/desktop/samples/demo.h"

#include "app/desktop/samples/sample_story.h"
#include "app/desktop/stores/local_engine.h"

#include <atomic>
#include <future>
#include <utility>

namespace signalbox {

namespace {

// The wall clock of the story, and the real steady clock: the engine's own timers keep running as they do.
class StoryClock final : public Clock {
public:
    explicit StoryClock(Time start) : m_now(start) {}

    [[nodiscard]] Time now() const override { return m_now; }
    [[nodiscard]] SteadyTime steadyNow() const override { return m_real.steadyNow(); }
    void set(Time now) { m_now = now; }

private:
    SystemClock m_real;
    std::atomic<Time> m_now;
};

// Calls the service and waits for its answer.
template <typename Answer, typename Call>
Result<Answer> await(Call call) {
    std::promise<Result<Answer>> answer;
    call([&answer](Result<Answer> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
}

Status perform(Engine& engine, const SampleAct& act) {
    if (act.trigger.empty()) {
        const auto created =
            await<CreateReply>([&](auto reply) { engine.create(createRequest(act), std::move(reply)); });
        return created ? Status{} : std::unexpected(created.error());
    }
    const auto fired = await<FireReply>([&](auto reply) { engine.fire(fireRequest(act), std::move(reply)); });
    if (!fired) return std::unexpected(fired.error());
    if (fired->refusal) return fail(ErrorCode::NotPermitted, act.id + ": " + fired->refusal->message);
    return {};
}

} // namespace

Status fillWithSamples(const std::string& path, std::uint32_t count, Time now) {
    const std::vector<SampleAct> story = sampleStory(count);
    if (story.empty()) return {};
    StoryClock clock(now - story.front().before);
    auto local = LocalEngine::open(path, {}, clock);
    if (!local) return std::unexpected(local.error());
    Engine& engine = (*local)->service();

    const auto before = await<Statistics>([&](auto reply) { engine.statistics(std::move(reply)); });
    if (!before) return std::unexpected(before.error());
    if (before->workflowCount > 0) return {};
    for (const SampleAct& act : story) {
        clock.set(now - act.before);
        if (Status done = perform(engine, act); !done) return done;
    }
    return {};
}

} // namespace signalbox
