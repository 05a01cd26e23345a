#include "engine/base/json.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// What a run of signalboxd printed, both outputs together, and how it ended.
struct Printed {
    std::vector<std::string> lines;
    int status = 0;
};

Printed run(const std::string& arguments, std::string_view input = "") {
    ChildProcess process(
        {"/bin/sh", "-c", fmt::format("printf '%s' '{}' | '{}' {} 2>&1", input, SIGNALBOXD_PROGRAM, arguments)});
    Printed result;
    while (const auto line = process.readLine())
        result.lines.push_back(*line);
    result.status = process.wait();
    return result;
}

class DefinitionCommands : public testing::Test {
protected:
    std::string file(const std::string& name, std::string_view text) const {
        const auto path = m_folder.path() / name;
        std::ofstream(path) << text;
        return path.string();
    }
    std::string machine(std::string_view body) const {
        return file(
            "machine.scxml",
            fmt::format("<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\">\n{}</scxml>\n", body));
    }

private:
    TempDir m_folder;
};

constexpr std::string_view kLamp = R"(<datamodel><data id="count" expr="0"/></datamodel>
<state id="Off"><transition event="press" target="On"/></state>
<state id="On"><onentry><assign location="count" expr="count + 1"/><send event="off" delay="10s"/></onentry>
<transition event="off" target="Off"/><transition event="break" target="Broken"/></state>
<final id="Broken"/>
)";

TEST_F(DefinitionCommands, CheckOfACleanFileSaysNothing) {
    const Printed result = run("check " + machine(kLamp));
    EXPECT_EQ(0, result.status);
    EXPECT_THAT(result.lines, IsEmpty());
}

TEST_F(DefinitionCommands, CheckTellsAllErrorsWithTheirPlace) {
    const std::string path = machine("<state id=\"a\">\n  <transition event=\"x\" target=\"b\"/>\n</state>\n"
                                     "<state id=\"a\"/>\n");
    const Printed result = run("check " + path);
    EXPECT_EQ(1, result.status);
    ASSERT_EQ(std::size_t{2}, result.lines.size());
    EXPECT_THAT(result.lines[0], StartsWith(path + ":3:"));
    EXPECT_THAT(result.lines[0], HasSubstr(": error: "));
    EXPECT_THAT(result.lines[1], StartsWith(path + ":5:"));
}

TEST_F(DefinitionCommands, UsageErrorsAreExitTwo) {
    EXPECT_EQ(2, run("check").status);
    EXPECT_EQ(2, run("check /nonexistent/file.scxml").status);
    EXPECT_EQ(2, run("simulate " + machine(kLamp) + " --events /nonexistent").status);
    EXPECT_EQ(2, run("simulate " + machine(kLamp) + " --max-time -1").status);
}

TEST_F(DefinitionCommands, SimulatePrintsTheStartEachEventAndTheEnd) {
    const Printed result = run("simulate " + machine(kLamp) + " --events -",
                               "{\"event\":\"press\",\"after_ms\":500}\n\n{\"event\":\"break\",\"data\":{}}\n");
    EXPECT_EQ(0, result.status);
    ASSERT_EQ(std::size_t{4}, result.lines.size());
    EXPECT_EQ(Json::parse(R"({"step":0,"configuration":["Off"],"active":["Off"],"data":{"count":0},
                              "outcome":"Transitioned","log":[],"effects":[]})"),
              Json::parse(result.lines[0]));
    EXPECT_EQ(Json::parse(R"({"step":1,"configuration":["On"],"active":["On"],"data":{"count":1},
                              "outcome":"Transitioned","log":[],"effects":[]})"),
              Json::parse(result.lines[1]));
    EXPECT_EQ(Json::parse(R"({"end":true,"status":"final","final":"Broken","configuration":["Broken"],"time_ms":500})"),
              Json::parse(result.lines[3]));
}

TEST_F(DefinitionCommands, SimulateLetsTheClockRunOnToItsLimit) {
    const std::string path = machine(kLamp);
    const Printed whole = run("simulate " + path + " --events -", "{\"event\":\"press\"}");
    EXPECT_EQ(Json::parse(R"({"end":true,"status":"running","final":null,"configuration":["Off"],"time_ms":10000})"),
              Json::parse(whole.lines.back()));
    const Printed cut = run("simulate " + path + " --max-time 9 --events -", "{\"event\":\"press\"}");
    EXPECT_EQ(Json::parse(R"({"end":true,"status":"running","final":null,"configuration":["On"],"time_ms":9000})"),
              Json::parse(cut.lines.back()));
}

TEST_F(DefinitionCommands, SimulateWithEvictionPrintsTheSame) {
    const std::string path = machine(kLamp);
    const std::string events = "{\"event\":\"press\"}\n{\"event\":\"nonsense\"}\n{\"event\":\"off\"}\n";
    EXPECT_EQ(run("simulate " + path + " --events -", events).lines,
              run("simulate " + path + " --evict --events -", events).lines);
}

TEST_F(DefinitionCommands, SimulateNamesTheLineOfABadEvent) {
    const Printed result = run("simulate " + machine(kLamp) + " --events -", "{\"event\":\"press\"}\n{\"evnt\":1}\n");
    EXPECT_EQ(2, result.status);
    EXPECT_THAT(result.lines.back(), HasSubstr("-:2: error: "));
}

} // namespace
} // namespace signalbox
