#include "tests/engine/scxml/script/script_fixture.h"

#include <atomic>
#include <thread>
#include <vector>

namespace signalbox::scxml {
namespace {

TEST(ScriptThreads, OneProgramServesSeveralThreadsAtOnce) {
    ScriptWorld world;
    const auto program = world.program({{ScriptKind::Location, "n"}, {ScriptKind::Expression, "n + 1"}});
    std::atomic<int> wrong{0};
    const auto count = [&](int start) {
        ScriptData data{.data = {{"n", start}}, .declared = {"n"}};
        for (int i = 0; i < 500; ++i) {
            const auto session = program->open({.workflowId = "w",
                                                .chartName = "c",
                                                .now = world.now,
                                                .seed = 1,
                                                .data = data.data,
                                                .declared = data.declared,
                                                .states = world.states});
            if (!session->assign(0, 1)) ++wrong;
            data = session->data().value();
        }
        if (data.data["n"] != start + 500) ++wrong;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(count, i * 1000);
    for (std::thread& thread : threads)
        thread.join();
    count(0);
    EXPECT_EQ(wrong, 0);
}

TEST(ScriptThreads, ProgramsAndThreadsComeAndGo) {
    for (int i = 0; i < 5; ++i) {
        ScriptWorld world;
        std::thread([&] {
            EXPECT_TRUE(world.evaluate("(function f(n) { return n === 0 ? 0 : f(n - 1); })(100)"));
        }).join();
    }
}

} // namespace
} // namespace signalbox::scxml
