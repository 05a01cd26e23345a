#include "app/desktop/stores/ending_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// What is done when it ends.
class Thing {
public:
    explicit Thing(std::function<void()> atEnd) : m_atEnd(std::move(atEnd)) {}
    ~Thing() { m_atEnd(); }
    Thing(const Thing&) = delete;
    Thing& operator=(const Thing&) = delete;

private:
    std::function<void()> m_atEnd;
};

TEST(EndingThread, EndsThingsElsewhereInTheirOrder) {
    EndingThread ending;
    std::vector<int> ended; // of that thread alone
    std::thread::id where;
    std::vector<std::future<void>> gone;
    for (const int number : {1, 2, 3})
        gone.push_back(ending.end(std::make_shared<Thing>([&, number] {
            ended.push_back(number);
            where = std::this_thread::get_id();
        })));
    for (const auto& each : gone)
        each.wait();
    EXPECT_EQ(ended, (std::vector{1, 2, 3}));
    EXPECT_NE(where, std::this_thread::get_id());
}

TEST(EndingThread, WaitsForThemAtItsEnd) {
    std::promise<void> release;
    std::atomic<bool> hasEnded = false;
    auto ending = std::make_unique<EndingThread>();
    ending->end(std::make_shared<Thing>([&] {
        release.get_future().wait();
        hasEnded = true;
    }));
    std::thread later([&] { release.set_value(); });
    ending.reset();
    EXPECT_TRUE(hasEnded);
    later.join();
}

TEST(EndingThread, LeavesWhatHangsBehind) {
    std::promise<void> release;
    std::promise<void> hasEnded;
    {
        EndingThread ending(1ms);
        ending.end(std::make_shared<Thing>([&] {
            release.get_future().wait();
            hasEnded.set_value();
        }));
    }
    release.set_value();
    hasEnded.get_future().wait();
}

} // namespace
} // namespace signalbox
