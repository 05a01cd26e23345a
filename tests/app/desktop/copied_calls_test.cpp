#include "model/connections/call_text.h"
#include "tests/app/desktop/secure_server.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using model::CallText;

// Commands as they are copied, handed to a shell, with a real server at the other end. The shell finds a grpcurl that
// knows the options which the commands use.
class CopiedCalls : public testing::Test {
protected:
    struct Ran {
        int status = 0;
        std::string output;
    };

    CopiedCalls() {
        writeProgram("grpcurl", fmt::format("exec /usr/bin/python3 -B '{0}/tests/app/desktop/grpcurl.py' '{0}' \"$@\"",
                                            SIGNALBOX_SOURCE_DIR));
        writeProgram("uuidgen", "cat /proc/sys/kernel/random/uuid");
    }
    void writeProgram(const char* name, const std::string& line) const {
        const std::string path = m_folder.file(name);
        std::ofstream(path) << "#!/bin/sh\n" << line << '\n';
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }
    Ran run(const QString& command) const {
        const std::string file = m_folder.file("command.sh");
        const std::string said = m_folder.file("said");
        std::ofstream(file) << command.toStdString() << '\n';
        const std::string line =
            fmt::format("cd '{0}' && SIGNALBOX_TOKEN='{1}' PATH='{0}':\"$PATH\" sh '{2}' >'{3}' 2>&1",
                        m_folder.path().string(), m_server.adminToken().toStdString(), file, said);
        Ran ran{.status = std::system(line.c_str()), .output = {}};
        std::stringstream text;
        text << std::ifstream(said).rdbuf();
        ran.output = text.str();
        return ran;
    }
    void expectDone(const QString& command) const {
        const Ran ran = run(command);
        EXPECT_EQ(ran.status, 0) << command.toStdString() << "\n" << ran.output;
    }
    Workflow read(const std::string& id) {
        return ask(m_server.service(), &WorkflowService::get, GetRequest{.id = id, .atRevision = {}})
            .value_or(Workflow());
    }
    std::vector<TimerEntry> timersOf(const std::string& id) {
        TimersRequest request;
        request.workflowId = id;
        const auto reply = ask(m_server.service(), &WorkflowService::timers, std::move(request));
        return reply ? reply->timers : std::vector<TimerEntry>();
    }
    static Caller sue(const char* reason) { return {.principal = "sue", .reason = reason, .requestId = {}}; }
    // Version 2 of what the server has.
    static DeployRequest nextLight() {
        DeployRequest request;
        request.source = {.file = "light.scxml",
                          .text = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="light">
<!-- it's "quoted" $(touch ran) `touch ran`
END
-->
  <state id="off"><transition event="toggle" target="on"/></state>
  <state id="on"><transition event="toggle" target="off"/></state>
  <state id="broken"/>
</scxml>)",
                          .files = {}};
        request.caller = sue("a better one");
        return request;
    }

    TempDir m_folder;
    SecureServer m_server{QStringLiteral("staging"), ServerAddress::Trust::Roots, 2};
    CallText m_calls{m_server.profile()};
};

} // namespace

TEST_F(CopiedCalls, FireAndCreate) {
    const WorkflowRow before = read("light-0").row;
    FireRequest fire;
    fire.id = "light-0";
    fire.trigger = "toggle";
    fire.expectedRevision = before.revision;
    fire.caller = sue("O'Neil said: $HOME \\ \"now\"");
    const QString command = m_calls.of(fire);
    expectDone(command);
    EXPECT_NE(read("light-0").row.state, before.state);
    // It is for the revision that was seen.
    EXPECT_TRUE(run(command).output.contains("revision"));
    EXPECT_EQ(read("light-0").row.revision.value(), before.revision.value() + 1);
    HistoryRequest history;
    history.id = "light-0";
    const auto told = ask(m_server.service(), &WorkflowService::history, std::move(history));
    ASSERT_TRUE(told);
    EXPECT_TRUE(std::ranges::any_of(told->changes, [&](const Change& change) {
        return change.caller.reason == fire.caller.reason && !change.caller.requestId.empty();
    }));
    CreateRequest create;
    create.definition = {.name = "light"};
    create.id = "it's $(touch ran) \xc3\xbc";
    create.caller = sue("one more");
    expectDone(m_calls.of(create));
    EXPECT_EQ(read(create.id).row.id, create.id);
    EXPECT_FALSE(std::filesystem::exists(m_folder.file("ran")));
}

TEST_F(CopiedCalls, SetMoveAndCancelATimer) {
    SetTimerRequest set;
    set.id = "light-0";
    set.name = "look";
    set.due = std::chrono::floor<Time::duration>(std::chrono::system_clock::now()) + 1h;
    set.trigger = "toggle";
    set.repetition = Repetition{.period = 24h, .late = LatePolicy::Skip};
    set.caller = sue("to look");
    expectDone(m_calls.of(set));
    ASSERT_EQ(timersOf("light-0").size(), 1U);
    const Time due = timersOf("light-0").front().due;
    EXPECT_EQ(due, set.due);
    expectDone(m_calls.of(
        MoveTimerRequest{.id = "light-0", .name = "look", .due = due, .newDue = due + 90min, .caller = sue("later")}));
    ASSERT_EQ(timersOf("light-0").size(), 1U);
    EXPECT_EQ(timersOf("light-0").front().due, due + 90min);
    expectDone(
        m_calls.of(CancelTimerRequest{.id = "light-0", .name = "look", .due = due + 90min, .caller = sue("no more")}));
    EXPECT_TRUE(timersOf("light-0").empty());
}

TEST_F(CopiedCalls, DeployMigrateTerminateAndRemove) {
    expectDone(m_calls.of(nextLight()));
    EXPECT_FALSE(std::filesystem::exists(m_folder.file("ran")));
    MigrateRequest migrate;
    migrate.id = "light-1";
    migrate.target = {.name = "light", .version = 2};
    migrate.expectedRevision = read("light-1").row.revision;
    migrate.caller = sue("the new one");
    expectDone(m_calls.of(migrate));
    EXPECT_EQ(read("light-1").row.definition.version, 2U);
    const auto seen = [&](const char* reason) {
        return ActRequest{.id = "light-1", .expectedRevision = read("light-1").row.revision, .caller = sue(reason)};
    };
    expectDone(m_calls.ofTerminate(seen("enough")));
    EXPECT_EQ(read("light-1").row.status, WorkflowStatus::Terminated);
    EXPECT_TRUE(run(m_calls.of(GetRequest{.id = "light-1", .atRevision = {}})).output.contains("TERMINATED"));
    expectDone(m_calls.ofRemove(seen("out of sight")));
    EXPECT_NE(run(m_calls.of(GetRequest{.id = "light-1", .atRevision = {}})).status, 0);
}

// The server has neither, and says so: it has understood what was asked.
TEST_F(CopiedCalls, CancelAndEffectsAreUnderstood) {
    const std::string cancelled =
        run(m_calls.ofCancel({.id = "light-0", .expectedRevision = {}, .caller = sue("stop")})).output;
    EXPECT_TRUE(cancelled.contains("cancel")) << cancelled;
    EffectActRequest skip;
    skip.action = EffectAction::Skip;
    skip.effects = {{.change = Seq{1}, .ordinal = 3}};
    skip.caller = sue("sent by hand");
    const Ran skipped = run(m_calls.of(skip));
    EXPECT_FALSE(skipped.output.contains("ParseError")) << skipped.output;
}

} // namespace signalbox
