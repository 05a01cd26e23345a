#include "tests/engine/scxml/reader/reader_fixture.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kFolder = SIGNALBOX_W3C_TESTS;

// What a processor must refuse, and values of XML, which this one does not have.
bool mayBeRefused(const Json& test) {
    const std::string name = test.at("name").get<std::string>();
    return test.at("group") == "xml-dom" || name.ends_with("test301");
}

bool isWanted(const Json& test) {
    const std::string name = test.at("name").get<std::string>();
    const bool isManual = name.ends_with("test313") || name.ends_with("test314");
    return test.at("group") == "core" || test.at("group") == "xml-dom" || isManual || name.ends_with("test301");
}

TEST(ScxmlW3cTest, TestsOfTheRecommendationAreRead) {
    if (kFolder.empty()) GTEST_SKIP() << "configure with -DSIGNALBOX_W3C_TESTS=<folder with manifest.json>";
    std::ifstream stream(std::filesystem::path(kFolder) / "manifest.json");
    const Json manifest = Json::parse(stream);
    std::size_t count = 0;
    for (const Json& test : manifest.at("tests")) {
        if (!isWanted(test)) continue;
        const auto file = std::filesystem::path(kFolder) /
                          std::filesystem::path(test.at("file").get<std::string>()).lexically_relative("w3c");
        const auto result = readFile(file);
        ASSERT_TRUE(result) << file;
        ++count;
        if (result->draft || mayBeRefused(test)) continue;
        for (const SourceDiagnostic& each : result->diagnostics)
            ADD_FAILURE() << format(each);
    }
    EXPECT_EQ(count, 185u);
}

TEST(ScxmlW3cTest, ScriptThatCannotBeLoadedRefusesTheDocument) {
    if (kFolder.empty()) GTEST_SKIP() << "configure with -DSIGNALBOX_W3C_TESTS=<folder with manifest.json>";
    const auto result = readFile(std::filesystem::path(kFolder) / "ecmascript" / "test301.scxml");
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->draft);
}

} // namespace
} // namespace signalbox::scxml
