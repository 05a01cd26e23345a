#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

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

} // namespace
} // namespace signalbox
