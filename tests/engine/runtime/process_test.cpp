#include "engine/runtime/engine.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/child_process.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <sstream>

namespace signalbox {
namespace {

using testing::ElementsAre;

std::vector<std::string> linesOf(const std::string& mode, const std::string& file) {
    ChildProcess child({SIGNALBOX_RUNTIME_PROGRAM, mode, file});
    std::vector<std::string> lines;
    while (auto line = child.readLine())
        lines.push_back(*std::move(line));
    EXPECT_EQ(child.wait(), 0);
    return lines;
}

TEST(ProcessTest, RestartKeepsTheStoryOfTheBlogPost) {
    const TempDir dir;
    EXPECT_THAT(linesOf("before", dir.file("bugs.db")),
                ElementsAre("1 Assigned", "2 Deferred", "3 Assigned", "4 Assigned", "5 Closed", "1 Assigned",
                            "2 Deferred", "3 Assigned"));
    EXPECT_THAT(linesOf("after", dir.file("bugs.db")),
                ElementsAre("actor1 inactive", "actor2 inactive",
                            "refused actor1 has ended (Finished) and takes no triggers", "4 Closed", "4 Close Closed",
                            "3 Assign Assigned", "2 Defer Deferred", "1 Assign Assigned", "0  Open",
                            "Sue: You're off the hook."));
}

// What a client knows of its requests when the process it talked to is gone.
struct ClientMemory {
    struct Asked {
        std::string id;
        std::string trigger;
    };
    std::map<std::string, Asked> begun;
    std::map<std::string, Revision> done;
    std::map<std::string, Asked> refused;

    void hear(const std::string& line) {
        std::istringstream words(line);
        std::string what;
        std::string request;
        words >> what >> request;
        if (what == "begin") {
            words >> begun[request].id >> begun[request].trigger;
            return;
        }
        if (what == "refused") {
            refused[request] = begun.at(request);
            begun.erase(request);
            return;
        }
        std::uint64_t revision = 0;
        words >> revision;
        done[request] = Revision(revision);
        begun.erase(request);
    }
};

class KillTest : public testing::Test {
protected:
    // Lets a process fire until `count` answers came, kills it there, and hears what it said until then.
    void fireAndKill(int round, std::size_t count) {
        ChildProcess child({SIGNALBOX_RUNTIME_PROGRAM, "fire", file, "round" + std::to_string(round)});
        for (std::size_t answers = 0; answers < count;) {
            const auto line = child.readLine();
            ASSERT_TRUE(line) << "it ended by itself";
            memory.hear(*line);
            answers += line->starts_with("begin") ? 0U : 1U;
        }
        child.killHard();
        while (auto line = child.readLine())
            memory.hear(*line);
        EXPECT_EQ(child.wait(), 128 + 9);
    }

    static std::vector<ChangeRecord> readLog(Store& store) {
        std::vector<ChangeRecord> log;
        while (true) {
            auto page = store.changesAfter(Seq(log.size()), 1000).value();
            if (page.empty()) return log;
            log.insert(log.end(), page.begin(), page.end());
        }
    }

    // How often each request was carried out, and at which revision; checks that revisions have no gaps.
    static std::map<std::string, std::vector<Revision>> carriedOut(const std::vector<ChangeRecord>& log) {
        std::map<std::string, std::vector<Revision>> requests;
        std::map<WorkflowKey, std::uint64_t> next;
        for (const ChangeRecord& change : log) {
            EXPECT_EQ(change.revision.value(), next[change.workflow]++);
            if (change.kind == ChangeKind::Fired) requests[change.caller.requestId].push_back(change.revision);
        }
        return requests;
    }

    void checkLog(const std::vector<ChangeRecord>& log) {
        const auto requests = carriedOut(log);
        for (const auto& [request, revision] : memory.done)
            ASSERT_THAT(requests.at(request), ElementsAre(revision)) << request;
        for (const auto& [request, asked] : memory.refused)
            ASSERT_FALSE(requests.contains(request)) << request;
        for (const auto& [request, revisions] : requests)
            ASSERT_EQ(revisions.size(), 1U) << request;
    }

    // What became of the requests without an answer is learnt by asking again.
    void askAgain(EngineHarness& harness, const std::vector<ChangeRecord>& log) {
        const auto before = carriedOut(log);
        for (const auto& [request, asked] : memory.begun) {
            FireRequest again = EngineHarness::fireRequest(
                asked.id, asked.trigger, asked.trigger == "Assign" ? Json{{"assignee", "Joe"}} : Json(), request);
            again.createFrom = DefinitionRef{.name = "bug"};
            const auto reply = harness.call(&Engine::fire, again);
            ASSERT_TRUE(reply) << reply.error().message;
            if (before.contains(request)) {
                ASSERT_THAT(before.at(request), ElementsAre(reply->revision)) << request;
            }
            if (reply->seq)
                memory.done[request] = reply->revision;
            else
                memory.refused[request] = asked;
        }
        memory.begun.clear();
    }

    TempDir dir;
    std::string file = dir.file("bugs.db");
    ClientMemory memory;
};

TEST_F(KillTest, LosesNothingThatWasAcknowledged) {
    std::mt19937_64 random(20170326);
    for (int round = 0; round < 10; ++round) {
        ASSERT_NO_FATAL_FAILURE(fireAndKill(round, 1 + random() % 400));
        const SystemClock clock;
        auto store = SqliteStore::open(file, {}, clock);
        ASSERT_TRUE(store) << store.error().message;
        const auto chain = (*store)->verifyChain();
        ASSERT_TRUE(chain) << chain.error().message;
        ASSERT_NO_FATAL_FAILURE(checkLog(readLog(**store)));
        EngineHarness harness(**store);
        harness.clock.jumpWallClock(clock.now() - harness.clock.now());
        ASSERT_NO_FATAL_FAILURE(askAgain(harness, readLog(**store)));
        ASSERT_NO_FATAL_FAILURE(checkLog(readLog(**store)));
        harness.close();
    }
    EXPECT_GT(memory.done.size(), 500U);
}

} // namespace
} // namespace signalbox
