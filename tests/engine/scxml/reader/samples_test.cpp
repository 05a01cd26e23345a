#include "tests/engine/scxml/reader/reader_fixture.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace signalbox::scxml {
namespace {

ReadResult sample(const std::string& name) {
    auto result = readFile(std::filesystem::path(SIGNALBOX_DEFINITIONS) / (name + ".scxml"));
    EXPECT_TRUE(result) << name;
    return result.value_or(ReadResult{});
}

TEST(ScxmlSamplesTest, HaveNothingToComplainOf) {
    for (const std::string name : {"bug", "order", "provision"}) {
        const ReadResult result = sample(name);
        EXPECT_EQ(result.diagnostics, std::vector<SourceDiagnostic>{}) << name;
        ASSERT_TRUE(result.draft) << name;
        EXPECT_EQ(result.draft->name, name);
        EXPECT_FALSE(result.draft->cancelEvent.empty());
        EXPECT_FALSE(result.draft->assigneeLocation.empty());
    }
}

TEST(ScxmlSamplesTest, BugKnowsTheTriggersOfTheTracker) {
    const ReadResult bug = sample("bug");
    ASSERT_TRUE(bug.draft);
    std::vector<std::string> names;
    for (const TriggerStructure& each : bug.draft->triggers)
        names.push_back(each.name);
    EXPECT_EQ(names, (std::vector<std::string>{"Assign", "Defer", "Resolve", "Reopen", "Close"}));
}

} // namespace
} // namespace signalbox::scxml
