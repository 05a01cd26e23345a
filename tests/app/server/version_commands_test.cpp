#include "engine/chart/structure.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

// What a run of signalboxd printed, both outputs together, and how it ended.
struct Printed {
    std::vector<std::string> lines;
    int status = 0;
};

Printed run(const std::string& arguments) {
    ChildProcess process({"/bin/sh", "-c", fmt::format("'{}' {} 2>&1", SIGNALBOXD_PROGRAM, arguments)});
    Printed result;
    while (const auto line = process.readLine())
        result.lines.push_back(*line);
    result.status = process.wait();
    return result;
}

constexpr std::string_view kFirst = R"(<state id="Off"><transition event="press" target="On"/></state>
<state id="On"><transition event="press" target="Off"/></state>)";
constexpr std::string_view kSecond = R"(<state id="Broken"/>
<state id="Lit"><transition event="press" target="Off"/></state>
<state id="Off"><transition event="press" target="Lit"/><transition event="drop" target="Broken"/></state>)";

class VersionCommands : public testing::Test {
protected:
    VersionCommands() { static_cast<void>(SqliteStore::open(path, {}, m_clock).value()); }

    std::string file(std::string_view body) const {
        const std::string name = m_folder.file("lamp.scxml");
        std::ofstream(name) << fmt::format("<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\""
                                           " name=\"lamp\" initial=\"Off\">\n{}</scxml>\n",
                                           body);
        return name;
    }
    Printed deploy(std::string_view body, const std::string& more = "") const {
        return run(fmt::format("deploy '{}' '{}' {}", path, file(body), more));
    }
    Printed migrate(const std::string& more) const { return run(fmt::format("migrate '{}' {}", path, more)); }
    std::unique_ptr<SqliteStore> open() const {
        return SqliteStore::open(path, {.createIfMissing = false}, m_clock).value();
    }
    // Workflows of the first version, by id, in a state.
    void create(const std::map<std::string, std::string>& workflows) const {
        const auto store = open();
        const DefinitionRecord definition = store->definitions().value().front();
        const ChartStructure structure = structureFromJson(Json::parse(definition.structure)).value();
        for (const auto& [id, state] : workflows) {
            TurnWrite turn;
            turn.kind = TurnWrite::Kind::Create;
            turn.after.key = WorkflowKey(store->identity().lastKey.value() + 1);
            turn.after.id = id;
            turn.after.definition = definition.key;
            turn.after.snapshot.configuration = {findState(structure, state).value()};
            turn.change.kind = ChangeKind::Created;
            turn.change.workflow = turn.after.key;
            turn.change.definition = definition.key;
            turn.change.to = turn.after.snapshot.configuration.front();
            ASSERT_TRUE(store->commit(std::span(&turn, 1), {}));
        }
    }
    // By id, where each is now: "2 Lit".
    std::map<std::string, std::string> places() const {
        const auto store = open();
        std::map<DefinitionKey, ChartStructure> structures;
        const auto definitions = store->definitions().value();
        for (const DefinitionRecord& record : definitions)
            structures[record.key] = structureFromJson(Json::parse(record.structure)).value();
        std::map<std::string, std::string> found;
        EXPECT_TRUE(store->forEachWorkflow([&](const WorkflowRecord& record) {
            const ChartStructure& structure = structures.at(record.definition);
            found[record.id] = fmt::format("{} {}", structure.version,
                                           structure.states[record.snapshot.configuration.front().value()].name);
        }));
        return found;
    }

private:
    TempDir m_folder;
    SystemClock m_clock;

protected:
    const std::string path = m_folder.file("store.sbx");
};

TEST_F(VersionCommands, DeployTellsTheVersionItsDifferenceAndWhoIsOnWhich) {
    const Printed first = deploy(kFirst, "--reason 'to begin with'");
    EXPECT_EQ(0, first.status);
    EXPECT_THAT(first.lines, ElementsAre("lamp version 1 is deployed"));
    create({{"L-1", "Off"}, {"L-2", "On"}});
    const Printed second = deploy(kSecond);
    EXPECT_EQ(0, second.status);
    EXPECT_EQ(second.lines.front(), "lamp version 2 is deployed");
    EXPECT_THAT(second.lines, Contains("  compared with version 1:"));
    EXPECT_THAT(second.lines, Contains("  + state Lit"));
    EXPECT_THAT(second.lines, Contains("  - state On"));
    EXPECT_THAT(second.lines, Contains("  + transition Off --press--> Lit"));
    EXPECT_THAT(second.lines, Contains("  2 workflows on version 1"));
    EXPECT_EQ(open()->definitions().value().front().deployment.value().reason, "to begin with");
}

TEST_F(VersionCommands, DeployOfTheSameAgainChangesNothing) {
    deploy(kFirst);
    const Printed again = deploy(kFirst);
    EXPECT_EQ(0, again.status);
    EXPECT_EQ(again.lines.front(), "lamp version 1 is there already");
}

TEST_F(VersionCommands, DeployOfErrorsTellsThemAndChangesNothing) {
    const Printed result = deploy("<state id=\"Off\"><transition event=\"x\" target=\"nowhere\"/></state>");
    EXPECT_EQ(1, result.status);
    EXPECT_THAT(result.lines, Contains(HasSubstr(": error: ")));
    EXPECT_TRUE(open()->definitions().value().empty());
}

TEST_F(VersionCommands, ADryRunOfDeployTellsTheSameBesideWhoHasItOpen) {
    const auto held = open();
    const Printed result = deploy(kFirst, "--dry-run");
    EXPECT_EQ(0, result.status);
    EXPECT_THAT(result.lines, ElementsAre("lamp version 1 would be deployed"));
    EXPECT_TRUE(held->definitions().value().empty());
}

TEST_F(VersionCommands, AStoreThatIsOpenElsewhereIsTold) {
    const auto held = open();
    for (const Printed& result : {deploy(kFirst), migrate("--definition lamp")}) {
        EXPECT_EQ(2, result.status);
        EXPECT_THAT(result.lines.front(), HasSubstr("store.sbx"));
        EXPECT_THAT(result.lines.front(), HasSubstr(fmt::format("{}", getpid())));
    }
}

TEST_F(VersionCommands, MigrateMovesAllItCanAndCountsWhatIsInTheWay) {
    deploy(kFirst);
    create({{"L-1", "Off"}, {"L-2", "On"}, {"L-3", "On"}});
    deploy(kSecond);
    const Printed tried = migrate("--definition lamp --dry-run");
    EXPECT_EQ(1, tried.status);
    EXPECT_THAT(
        tried.lines,
        ElementsAre("in the way: state 'On': version 2 has no such state: say which one it goes to (2 workflows)",
                    "lamp version 2: 1 workflow would be moved, 2 left"));
    EXPECT_EQ(places().at("L-1"), "1 Off");
    const Printed part = migrate("--definition lamp");
    EXPECT_EQ(1, part.status);
    EXPECT_EQ(part.lines.back(), "lamp version 2: 1 workflow moved, 2 left");
    const Printed rest = migrate("--definition lamp --to 2 --from 1 --map On=Lit");
    EXPECT_EQ(0, rest.status);
    EXPECT_THAT(rest.lines, ElementsAre("lamp version 2: 2 workflows moved, 0 left"));
    EXPECT_THAT(places(), ElementsAre(Pair("L-1", "2 Off"), Pair("L-2", "2 Lit"), Pair("L-3", "2 Lit")));
    EXPECT_THAT(migrate("--definition lamp").lines,
                ElementsAre("lamp version 2: 0 workflows moved, 0 left, 3 there already"));
    EXPECT_EQ(0, run(fmt::format("verify '{}'", path)).status);
}

TEST_F(VersionCommands, MigrateMovesOnlyThoseThatAreNamed) {
    deploy(kFirst);
    create({{"L-1", "Off"}, {"L-2", "Off"}});
    deploy(kSecond);
    const Printed result = migrate("--definition lamp L-2 L-9");
    EXPECT_EQ(1, result.status);
    EXPECT_THAT(result.lines, Contains(HasSubstr("there is no workflow L-9")));
    EXPECT_THAT(places(), ElementsAre(Pair("L-1", "1 Off"), Pair("L-2", "2 Off")));
    EXPECT_EQ(0, migrate("--definition lamp --to 1 L-2").status);
    EXPECT_EQ(places().at("L-2"), "1 Off") << "back again";
}

TEST_F(VersionCommands, MigrateRefusesWhatMakesNoSense) {
    deploy(kFirst);
    EXPECT_EQ(2, migrate("").status);
    EXPECT_EQ(2, migrate("--definition nothing").status);
    EXPECT_EQ(2, migrate("--definition lamp --to 7").status);
    EXPECT_EQ(2, migrate("--definition lamp --map On").status);
    EXPECT_EQ(2, migrate("--definition lamp --map Nowhere=On").status);
    EXPECT_EQ(2, run("migrate /nonexistent/store --definition lamp").status);
    EXPECT_EQ(2, run(fmt::format("deploy '{}' /nonexistent.scxml", path)).status);
}

} // namespace
} // namespace signalbox
