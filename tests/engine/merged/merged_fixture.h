#pragma once

#include "engine/merged/merged_service.h"
#include "tests/support/engine_harness.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// A service whose server can go away and come back.
class SwitchedService final : public WorkflowService {
public:
    SwitchedService(WorkflowService& service, Scheduler& scheduler) : m_service(service), m_scheduler(scheduler) {}

    bool isAway = false;
    int listCount = 0;

    void definitions(Reply<std::vector<Definition>> reply) override {
        if (isAway) return refuse(std::move(reply));
        m_service.definitions(std::move(reply));
    }
    void statistics(Reply<Statistics> reply) override {
        if (isAway) return refuse(std::move(reply));
        m_service.statistics(std::move(reply));
    }
    void list(ListRequest request, Reply<ListReply> reply) override {
        ++listCount;
        pass(&WorkflowService::list, std::move(request), std::move(reply));
    }
    void deploy(DeployRequest q, Reply<DeployReply> r) override {
        pass(&WorkflowService::deploy, std::move(q), std::move(r));
    }
    void create(CreateRequest q, Reply<CreateReply> r) override {
        pass(&WorkflowService::create, std::move(q), std::move(r));
    }
    void fire(FireRequest q, Reply<FireReply> r) override { pass(&WorkflowService::fire, std::move(q), std::move(r)); }
    void cancel(ActRequest q, Reply<FireReply> r) override {
        pass(&WorkflowService::cancel, std::move(q), std::move(r));
    }
    void terminate(ActRequest q, Reply<TerminateReply> r) override {
        pass(&WorkflowService::terminate, std::move(q), std::move(r));
    }
    void migrate(MigrateRequest q, Reply<MigrateReply> r) override {
        pass(&WorkflowService::migrate, std::move(q), std::move(r));
    }
    void remove(ActRequest q, Reply<RemoveReply> r) override {
        pass(&WorkflowService::remove, std::move(q), std::move(r));
    }
    void setTimer(SetTimerRequest q, Reply<TimerActReply> r) override {
        pass(&WorkflowService::setTimer, std::move(q), std::move(r));
    }
    void moveTimer(MoveTimerRequest q, Reply<TimerActReply> r) override {
        pass(&WorkflowService::moveTimer, std::move(q), std::move(r));
    }
    void cancelTimer(CancelTimerRequest q, Reply<TimerActReply> r) override {
        pass(&WorkflowService::cancelTimer, std::move(q), std::move(r));
    }
    void actOnEffects(EffectActRequest q, Reply<EffectActReply> r) override {
        pass(&WorkflowService::actOnEffects, std::move(q), std::move(r));
    }
    void respond(RespondRequest q, Reply<FireReply> r) override {
        pass(&WorkflowService::respond, std::move(q), std::move(r));
    }
    void timers(TimersRequest q, Reply<TimersReply> r) override {
        pass(&WorkflowService::timers, std::move(q), std::move(r));
    }
    void effects(EffectsRequest q, Reply<EffectsReply> r) override {
        pass(&WorkflowService::effects, std::move(q), std::move(r));
    }
    void get(GetRequest q, Reply<Workflow> r) override { pass(&WorkflowService::get, std::move(q), std::move(r)); }
    void enumerate(EnumerateRequest q, Reply<EnumerateReply> r) override {
        pass(&WorkflowService::enumerate, std::move(q), std::move(r));
    }
    void history(HistoryRequest q, Reply<HistoryReply> r) override {
        pass(&WorkflowService::history, std::move(q), std::move(r));
    }
    void explain(ExplainRequest q, Reply<Explanation> r) override {
        pass(&WorkflowService::explain, std::move(q), std::move(r));
    }
    void preview(FireRequest q, Reply<Preview> r) override {
        pass(&WorkflowService::preview, std::move(q), std::move(r));
    }
    std::unique_ptr<WatchHandle> watch(WatchRequest q, WatchObserver observer) override {
        return m_service.watch(std::move(q), std::move(observer));
    }

private:
    template <typename T>
    void refuse(Reply<T> reply) {
        m_scheduler.post(
            [reply = std::move(reply)]() mutable { reply(fail(ErrorCode::Disconnected, "no connection")); });
    }
    template <typename T, typename Request>
    void pass(void (WorkflowService::*ask)(Request, Reply<T>), Request request, Reply<T> reply) {
        if (isAway) return refuse(std::move(reply));
        (m_service.*ask)(std::move(request), std::move(reply));
    }

    WorkflowService& m_service;
    Scheduler& m_scheduler;
};

// Servers "eu" and "us" with real engines, and both as one. Each has its own time and threads: one whose tasks are not
// run does not answer.
class MergedFixture : public testing::Test {
protected:
    struct Server {
        MemoryStore store;
        EngineHarness engine{store};
        SwitchedService service{engine.engine(), engine.scheduler};
        bool isHanging = false;
    };

    MergedFixture() {
        merged.add("us", us.service);
        merged.add("eu", eu.service);
    }

    ManualClock clock;
    SteppedScheduler scheduler{clock};
    Server eu;
    Server us;
    std::vector<std::string> caughtUp; // who was late and has answered
    MergedService merged{{.scheduler = scheduler, .clock = clock, .caughtUp = [this](const std::string& server) {
                              caughtUp.push_back(server);
                          }}};

    // Until nobody has anything to do.
    void run() {
        while (scheduler.runOne() || (!eu.isHanging && eu.engine.scheduler.runOne()) ||
               (!us.isHanging && us.engine.scheduler.runOne())) {
        }
    }
    // What is late is given up.
    void losePatience() {
        run();
        scheduler.advance(std::chrono::seconds{2});
        run();
    }
    template <typename T, typename Request>
    [[nodiscard]] Awaited<T> begin(void (WorkflowService::*ask)(Request, Reply<T>), Request request) {
        Awaited<T> awaited;
        (static_cast<WorkflowService&>(merged).*ask)(std::move(request), awaited.reply());
        return awaited;
    }
    template <typename T, typename Request>
    [[nodiscard]] Result<T> call(void (WorkflowService::*ask)(Request, Reply<T>), Request request) {
        auto awaited = begin(ask, std::move(request));
        run();
        EXPECT_EQ(awaited.count(), 1);
        return awaited.result();
    }
    [[nodiscard]] ListReply list(ListRequest request) {
        return call(&WorkflowService::list, std::move(request)).value();
    }
    // By id, ascending.
    [[nodiscard]] static ListRequest byId(std::uint32_t limit = 100) {
        ListRequest request;
        request.sort = {.key = SortKey::ById, .descending = false};
        request.limit = limit;
        return request;
    }
    [[nodiscard]] static std::vector<std::string> idsOf(const ListReply& reply) {
        std::vector<std::string> ids;
        for (const WorkflowRow& row : reply.rows)
            ids.push_back(row.id);
        return ids;
    }
};

} // namespace signalbox
