#include "engine/chart/structure.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/app/server/served_program.h"

#include <filesystem>
#include <fstream>
#include <vector>

namespace signalbox {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kLamp = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="lamp">
<state id="Off"><transition event="press" target="On"/></state><state id="On"/></scxml>)";

// A store with three workflows and a timer each, which sqlite3 then damages.
class DoctorTest : public testing::Test {
protected:
    DoctorTest() {
        static_cast<void>(SqliteStore::open(path, {}, m_clock).value());
        std::ofstream(m_folder.file("lamp.scxml")) << kLamp;
        EXPECT_EQ(runProgram(fmt::format("deploy '{}' '{}'", path, m_folder.file("lamp.scxml"))).status, 0);
        const auto store = SqliteStore::open(path, {.createIfMissing = false}, m_clock).value();
        for (const char* const id : {"L-1", "L-2", "L-3"})
            create(*store, id);
    }

    Printed examine(const std::string& file) const { return runProgram(fmt::format("doctor '{}'", file)); }
    Printed examine() const { return examine(path); }
    void damage(const std::string& sql) const {
        ChildProcess sqlite({"/usr/bin/sqlite3", path, sql});
        ASSERT_EQ(sqlite.wait(), 0) << sql;
    }
    std::string file(const std::string& name) const { return m_folder.file(name); }

private:
    static void create(SqliteStore& store, const std::string& id) {
        const DefinitionRecord definition = store.definitions().value().front();
        const ChartStructure structure = structureFromJson(Json::parse(definition.structure)).value();
        TurnWrite turn;
        turn.kind = TurnWrite::Kind::Create;
        turn.after.key = WorkflowKey(store.identity().lastKey.value() + 1);
        turn.after.id = id;
        turn.after.definition = definition.key;
        turn.after.snapshot.configuration = {findState(structure, "Off").value()};
        turn.change.kind = ChangeKind::Created;
        turn.change.workflow = turn.after.key;
        turn.change.definition = definition.key;
        turn.change.to = turn.after.snapshot.configuration.front();
        ASSERT_TRUE(store.commit(std::span(&turn, 1), {}));
    }

    TempDir m_folder;
    SystemClock m_clock;

protected:
    const std::string path = m_folder.file("store.sqlite");
};

// The lines that tell of something wrong, by their first word.
std::vector<std::string> wrongParts(const Printed& printed) {
    std::vector<std::string> parts;
    for (const std::string& line : printed.lines)
        if (line.contains(" WRONG ")) parts.push_back(line.substr(0, line.find(' ')));
    return parts;
}

TEST_F(DoctorTest, FindsNothingInAWholeStoreAndSaysWhatItLookedAt) {
    const Printed printed = examine();
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.lines, ElementsAre(StartsWith("header       ok     store "), StartsWith("integrity    ok "),
                                           "definitions  ok     1 definition", "workflows    ok     3 workflows",
                                           "changes      ok     3 changes, 0 effects", "timers       ok     0 timers",
                                           "chain        ok     3 changes without a gap",
                                           StartsWith("watermark    ok "), StartsWith("orphans      ok ")));
}

TEST_F(DoctorTest, LooksBesideAProgramThatHasTheStore) {
    const SystemClock clock;
    const auto held = SqliteStore::open(path, {.createIfMissing = false}, clock).value();
    EXPECT_EQ(examine().status, 0);
}

TEST_F(DoctorTest, ARowThatWasChangedIsFoundAndTheRestIsLookedAtAllTheSame) {
    damage("UPDATE workflow SET assignee = 'mallory' WHERE key = 2");
    const Printed printed = examine();
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(wrongParts(printed), ElementsAre("workflows"));
    EXPECT_THAT(printed.lines, Contains(AllOf(HasSubstr("WRONG"), HasSubstr("store.sqlite"))));
    EXPECT_THAT(printed.lines, Contains(HasSubstr("estore")));
}

TEST_F(DoctorTest, AChangeThatIsMissingBreaksTheChain) {
    damage("DELETE FROM change WHERE seq = 2");
    const Printed printed = examine();
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(wrongParts(printed), AllOf(Contains("chain"), Contains("orphans")));
}

TEST_F(DoctorTest, ChangesThatAreMissingAtTheEndAreKnownByTheWatermark) {
    damage("DELETE FROM change WHERE seq = 3; DELETE FROM workflow WHERE key = 3;"
           "DELETE FROM workflow_id WHERE key = 3");
    EXPECT_THAT(wrongParts(examine()), ElementsAre("watermark"));
}

TEST_F(DoctorTest, AStoreWithoutAWatermarkIsWholeButSaidToHaveNone) {
    std::filesystem::remove(path + ".watermark");
    const Printed printed = examine();
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.lines, Contains(StartsWith("watermark    ok     there is none, so ")));
}

TEST_F(DoctorTest, RowsThatBelongToNothingAreCounted) {
    damage("DELETE FROM workflow WHERE key = 1; DELETE FROM workflow WHERE key = 2");
    const Printed printed = examine();
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(wrongParts(printed), Contains("orphans"));
    EXPECT_THAT(printed.lines, Contains(HasSubstr("2 ids without a workflow")));
}

TEST_F(DoctorTest, WhatIsNoStoreCannotBeRead) {
    std::ofstream(file("letter.txt")) << "Dear store,";
    for (const std::string& other : {file("letter.txt"), file("none.sqlite"), std::string("/")}) {
        const Printed printed = examine(other);
        EXPECT_EQ(printed.status, 2) << other;
        EXPECT_THAT(printed.lines.front(), StartsWith("header       WRONG  ")) << other;
    }
}

TEST_F(DoctorTest, LookingChangesNothing) {
    damage("UPDATE workflow SET assignee = 'mallory' WHERE key = 2");
    const auto content = [this](const std::string& name) {
        std::ifstream found(file(name), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(found), {});
    };
    const std::string before = content("store.sqlite");
    examine();
    EXPECT_EQ(content("store.sqlite"), before);
}

} // namespace
} // namespace signalbox
