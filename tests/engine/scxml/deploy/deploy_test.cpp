// Definitions that come as SCXML texts, in an engine over a store on disk.

#include "engine/chart/chart_builder.h"
#include "engine/scxml/compiler.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace signalbox {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A lamp that is switched on and off; `body` is added to it.
DefinitionSource lamp(const std::string& body = {}, const std::string& attributes = {}) {
    return {.file = "lamp.scxml",
            .text = fmt::format(R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="lamp"
       xmlns:sb="urn:signalbox:workflow:1" {}>
  <datamodel><data id="count" expr="0"/></datamodel>
  <state id="Off"><transition event="on" target="On"/></state>
  <state id="On">
    <onentry><assign location="count" expr="count + 1"/></onentry>
    <transition event="off" target="Off"/>
  </state>
  {}
</scxml>)",
                                attributes, body),
            .files = {}};
}

const std::string kBroken = R"(<state id="Broken"><transition event="mend" target="On"/></state>)";

// Of the same name, with code.
ChartPtr lampInCode(std::uint32_t version) {
    ChartBuilder<> chart("lamp", "Dark", version);
    chart.state("Dark").permit("light", "Alight");
    chart.state("Alight").final();
    return chart.build().chart;
}

class Deploy : public testing::Test {
protected:
    Deploy() { openStore(); }

    void openStore(SqliteStore::Options options = {}, std::vector<ChartPtr> charts = {}) {
        m_harness.reset();
        m_store.reset();
        auto opened = SqliteStore::open((m_folder.path() / "store.sqlite").string(), options, m_storeClock);
        ASSERT_TRUE(opened) << opened.error().message;
        m_store = *std::move(opened);
        m_harness.emplace(*m_store, EngineSettings{}, std::nullopt, std::move(charts), m_compiler.get());
    }
    EngineHarness& harness() { return *m_harness; }
    static DeployRequest request(DefinitionSource source) {
        return {.source = std::move(source),
                .caller = {.principal = "operator sue", .reason = "lamps are new", .requestId = {}}};
    }
    Result<DeployReply> deploy(DefinitionSource source) {
        return harness().call(&Engine::deploy, request(std::move(source)));
    }
    std::uint32_t version(const Result<DeployReply>& reply) {
        EXPECT_TRUE(reply) << reply.error().message;
        return reply && reply->definition ? reply->definition->version : 0;
    }
    std::vector<Definition> definitions() {
        Awaited<std::vector<Definition>> awaited;
        harness().engine().definitions(awaited.reply());
        harness().scheduler.runAll();
        return awaited.value();
    }
    void create(const std::string& id, std::uint32_t version = 0) {
        const auto created = harness().call(
            &Engine::create, CreateRequest{.definition = {.name = "lamp", .version = version},
                                           .id = id,
                                           .data = {},
                                           .caller = {.principal = "operator sue", .reason = {}, .requestId = {}}});
        ASSERT_TRUE(created) << created.error().message;
    }
    std::string fire(const std::string& id, const std::string& trigger) {
        const auto fired = harness().fire(id, trigger);
        return fired ? fired->state : fired.error().message;
    }
    std::filesystem::path folder() const { return m_folder.path(); }

private:
    TempDir m_folder;
    ManualClock m_storeClock;
    std::unique_ptr<DefinitionCompiler> m_compiler = scxml::makeDefinitionCompiler();
    std::unique_ptr<SqliteStore> m_store;
    std::optional<EngineHarness> m_harness;
};

TEST_F(Deploy, TextRunsAsAWorkflow) {
    const auto deployed = deploy(lamp());
    ASSERT_EQ(version(deployed), 1U);
    EXPECT_TRUE(deployed->isNew);
    EXPECT_FALSE(deployed->previous);
    create("lamp1");
    EXPECT_EQ(fire("lamp1", "on"), "On");
    EXPECT_EQ(harness().get("lamp1").data, (Json{{"count", 1}}));
}

TEST_F(Deploy, AnotherTextOfTheNameIsANewVersion) {
    ASSERT_EQ(version(deploy(lamp())), 1U);
    create("old");
    const auto second = deploy(lamp(kBroken));
    ASSERT_EQ(version(second), 2U);
    EXPECT_EQ(second->previous, (DefinitionRef{.name = "lamp", .version = 1}));
    EXPECT_THAT(second->workflows, ElementsAre(std::pair(DefinitionRef{.name = "lamp", .version = 1}, 1U)));
    EXPECT_THAT(second->difference.states,
                ElementsAre(StructureChange{.kind = StructureChange::Kind::Added, .subject = "Broken", .what = {}}));
    EXPECT_EQ(second->difference.transitions.at(0).subject, "Broken --mend--> On");
}

TEST_F(Deploy, WorkflowsStayOnTheirVersion) {
    (void)deploy(lamp());
    create("old");
    (void)deploy(lamp(kBroken));
    create("new");
    EXPECT_EQ(harness().get("old").row.definition.version, 1U);
    EXPECT_EQ(harness().get("new").row.definition.version, 2U);
    EXPECT_EQ(fire("old", "on"), "On");
    EXPECT_EQ(fire("new", "on"), "On");
}

TEST_F(Deploy, SameContentIsTheVersionThatItIs) {
    (void)deploy(lamp());
    (void)deploy(lamp(kBroken));
    const auto again = deploy(lamp());
    EXPECT_EQ(version(again), 1U);
    EXPECT_FALSE(again->isNew);
    EXPECT_EQ(definitions().size(), 2U);
}

TEST_F(Deploy, VersionOfTheTextHoldsWhereItIsAboveTheNewest) {
    EXPECT_EQ(version(deploy(lamp({}, R"(sb:version="7")"))), 7U);
    EXPECT_EQ(version(deploy(lamp(kBroken, R"(sb:version="7")"))), 8U);
    EXPECT_EQ(version(deploy(lamp(kBroken, R"(sb:version="12")"))), 12U);
}

TEST_F(Deploy, ErrorsAreDiagnosticsAndNothingIsKept) {
    const auto refused = deploy(lamp(R"(<state id="Lost"><transition event="x" target="Nowhere"/></state>)"));
    ASSERT_TRUE(refused) << refused.error().message;
    EXPECT_FALSE(refused->definition);
    ASSERT_FALSE(refused->diagnostics.empty());
    EXPECT_THAT(format(refused->diagnostics.front()), HasSubstr("lamp.scxml:9:"));
    EXPECT_THAT(definitions(), IsEmpty());
}

TEST_F(Deploy, DryRunKeepsNothing) {
    DeployRequest dry = request(lamp());
    dry.isDryRun = true;
    const auto told = harness().call(&Engine::deploy, dry);
    EXPECT_EQ(version(told), 1U);
    EXPECT_TRUE(told->isNew);
    EXPECT_EQ(told->structure->states.size(), 2U);
    EXPECT_THAT(definitions(), IsEmpty());
}

TEST_F(Deploy, TellsWhoBroughtItAndKeepsItsText) {
    (void)deploy(lamp());
    openStore();
    const auto known = definitions();
    ASSERT_EQ(known.size(), 1U);
    EXPECT_EQ(known[0].source, lamp());
    EXPECT_EQ(known[0].deployedBy, "operator sue");
    EXPECT_EQ(known[0].reason, "lamps are new");
    EXPECT_TRUE(known[0].isRunnable);
}

TEST_F(Deploy, WorkflowGoesOnAfterARestart) {
    (void)deploy(lamp());
    create("lamp1");
    (void)fire("lamp1", "on");
    openStore();
    EXPECT_EQ(fire("lamp1", "off"), "Off");
    EXPECT_EQ(fire("lamp1", "on"), "On");
    EXPECT_EQ(harness().get("lamp1").data, (Json{{"count", 2}}));
}

TEST_F(Deploy, FilesOfThePackageAreFrozen) {
    const auto package = folder() / "package";
    std::filesystem::create_directory(package);
    std::ofstream(package / "count.js") << "function next(n) { return n + 10; }";
    std::ofstream(package / "lamp.scxml") << R"xml(
<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="lamp">
  <datamodel><data id="count" expr="0"/></datamodel>
  <script src="count.js"/>
  <state id="Off"><onentry><assign location="count" expr="next(count)"/></onentry></state>
</scxml>)xml";
    const auto source = scxml::readSource(package / "lamp.scxml");
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source->file, "lamp.scxml");
    std::filesystem::remove_all(package);
    ASSERT_EQ(version(deploy(*source)), 1U);
    openStore();
    create("lamp1");
    EXPECT_EQ(harness().get("lamp1").data.at("count"), 10);
}

TEST_F(Deploy, ChangedFileOfThePackageIsAnotherVersion) {
    DefinitionSource source = lamp(R"(<script src="a.js"/>)");
    source.files = {{.path = "a.js", .text = "var a = 1"}};
    EXPECT_EQ(version(deploy(source)), 1U);
    source.files[0].text = "var a = 2";
    EXPECT_EQ(version(deploy(source)), 2U);
}

TEST_F(Deploy, WithoutACompilerWorkflowsCanBeSeenButNotFired) {
    (void)deploy(lamp());
    create("lamp1");
    harness().reopen(nullptr);
    EXPECT_EQ(harness().get("lamp1").row.state, "Off");
    EXPECT_FALSE(definitions().at(0).isRunnable);
    const auto fired = harness().fire("lamp1", "on");
    ASSERT_FALSE(fired);
    EXPECT_EQ(fired.error().code, ErrorCode::DefinitionUnavailable);
    EXPECT_EQ(deploy(lamp(kBroken)).error().code, ErrorCode::DefinitionUnavailable);
}

TEST_F(Deploy, TwoAtOnceGetTwoVersions) {
    auto first = harness().begin(&Engine::deploy, request(lamp()));
    auto second = harness().begin(&Engine::deploy, request(lamp(kBroken)));
    harness().scheduler.runAll();
    ASSERT_TRUE(first.isHere());
    ASSERT_TRUE(second.isHere());
    EXPECT_NE(version(first.result()), version(second.result()));
    EXPECT_EQ(definitions().size(), 2U);
}

TEST_F(Deploy, WatchersAreTold) {
    int told = 0;
    const auto watch =
        harness().engine().watch({.after = {}, .epoch = {}, .id = {}}, [&](const Result<WatchBatch>& batch) {
            if (batch && batch->hasNewDefinitions) ++told;
        });
    harness().scheduler.runAll();
    (void)deploy(lamp());
    EXPECT_EQ(told, 1);
    (void)deploy(lamp());
    EXPECT_EQ(told, 1);
}

TEST_F(Deploy, NameThatAProgramBroughtTakesNoText) {
    openStore({}, {lampInCode(1)});
    for (const bool isDryRun : {true, false}) {
        DeployRequest text = request(lamp());
        text.isDryRun = isDryRun;
        const auto refused = harness().call(&Engine::deploy, std::move(text));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidDefinition);
        EXPECT_EQ(refused.error().message, "the name lamp is of a definition whose code a program brought");
        EXPECT_EQ(refused.error().advice, "Give the definition another name.");
    }
    openStore();
    EXPECT_FALSE(deploy(lamp())) << "also when that program is not there";
    EXPECT_EQ(definitions().size(), 1U);
}

TEST_F(Deploy, TextThatWasThereFirstStaysWhenAProgramBringsItsVersion) {
    ASSERT_EQ(version(deploy(lamp())), 1U);
    create("lamp1");
    openStore({}, {lampInCode(1)});
    EXPECT_THAT(harness().log.lines(), Contains(HasSubstr("definition lamp version 1 was deployed as a text")));
    EXPECT_EQ(fire("lamp1", "on"), "On");
    ASSERT_EQ(definitions().size(), 1U);
    EXPECT_TRUE(definitions().at(0).source);
    EXPECT_EQ(version(deploy(lamp(kBroken))), 2U) << "the name is the text's";
}

TEST_F(Deploy, ProgramMayBringAHigherVersionOfAText) {
    ASSERT_EQ(version(deploy(lamp())), 1U);
    create("old");
    openStore({}, {lampInCode(2)});
    EXPECT_THAT(harness().log.lines(), IsEmpty());
    create("new");
    EXPECT_EQ(fire("old", "on"), "On");
    EXPECT_EQ(fire("new", "light"), "Alight");
    EXPECT_FALSE(deploy(lamp(kBroken))) << "from now on the name is the program's";
}

TEST_F(Deploy, ReadOnlyStoreRefuses) {
    (void)deploy(lamp());
    openStore({.mode = SqliteStore::Mode::ReadOnly});
    const auto refused = deploy(lamp(kBroken));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::ReadOnly);
    EXPECT_EQ(version(deploy(lamp())), 1U);
}

// A thousand bytes or a million: what is not a definition says why.
TEST_F(Deploy, HostileTextIsRefused) {
    for (const std::string& text : {std::string(), std::string("<!DOCTYPE x><scxml/>"), std::string(3 << 20, 'x'),
                                    std::string("\xff\xfe\xfd"), std::string("<scxml")}) {
        const auto refused = deploy({.file = "x.scxml", .text = text, .files = {}});
        ASSERT_TRUE(refused) << refused.error().message;
        EXPECT_FALSE(refused->definition);
        EXPECT_FALSE(refused->diagnostics.empty());
    }
}

} // namespace
} // namespace signalbox
