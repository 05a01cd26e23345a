#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>

#include "app/desktop/stores/server_source.h"
#include "app/desktop/window/outbox_places.h"
#include "app/desktop/window/store_window.h"
#include "tests/app/desktop/copied_command.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/fake_service.h"
#include "tests/support/outbox_samples.h"
#include "tests/support/temp_dir.h"
#include "ui/definition/deploy_desk.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/inspector/operator_desk.h"
#include "ui/outbox/effects_view.h"
#include "ui/outbox/outbox_table.h"
#include "ui/outbox/problems_window.h"
#include "ui/outbox/timers_view.h"
#include "ui/theme/theme.h"
#include "ui/workflows/workflows_pane.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ConnectedServer final : public ServerSource {
public:
    explicit ConnectedServer(const Clock& clock) : m_link(profile(), clock) {
        LinkState state;
        state.phase = LinkState::Phase::Connected;
        state.role = Role::Admin;
        m_link.setState(state);
    }
    static model::ServerProfile profile() {
        model::ServerProfile profile;
        profile.id = u"one"_s;
        profile.name = u"staging"_s;
        profile.host = u"flows.example.com"_s;
        profile.trust = ServerAddress::Trust::Roots;
        return profile;
    }

    WorkflowService& service() override { return fake; }
    model::ServerLink& link() override { return m_link; }
    const model::ServerLink& link() const override { return m_link; }
    void retryNow() override {}
    Status reconnect(const model::ServerProfile&, const QString&) override { return {}; }

    tests::FakeService fake;

private:
    model::ServerLink m_link;
};

// What an operator's command leads to. The window of a server, BUG-1 chosen, with a timer and an effect that failed.
class CopyCommandTest : public testing::Test {
protected:
    CopyCommandTest() {
        auto source = std::make_unique<ConnectedServer>(m_clock);
        tests::FakeService& fake = source->fake;
        fake.addBugs(5);
        fake.addTimer(tests::timerOf("BUG-1", "triage", "Close", m_clock.now() + 1h));
        fake.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
        Definition next = tests::bugDefinition();
        next.structure.version = 2;
        next.hash = "of the second";
        fake.addDefinition(std::move(next));
        m_store = std::make_unique<StoreWindow>(StoreWindow::Parts{.source = std::move(source),
                                                                   .theme = m_theme,
                                                                   .settings = m_settings,
                                                                   .clock = m_clock,
                                                                   .operatorName = u"sue"_s});
        m_store->window().resize(1600, 1000);
        m_store->window().show();
        EXPECT_TRUE(QTest::qWaitFor([this] { return m_store->workflows().list().rowCount() == 5; }));
        m_store->workflows().selectWorkflow(u"BUG-1"_s);
        EXPECT_TRUE(QTest::qWaitFor([this] {
            return m_store->inspector().inspector().explanation() && m_store->commands().isEnabled(u"timer.fire"_s) &&
                   m_store->commands().isEnabled(u"effect.skip"_s);
        }));
    }

    void command(const char* id) { ASSERT_TRUE(m_store->commands().trigger(QString::fromLatin1(id))) << id; }
    void deploy() {
        const std::string file = m_directory.file("door.scxml");
        std::ofstream(file) << R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door"/>)";
        m_store->deployDesk().offer({QString::fromStdString(file)});
    }
    // Of the problems window: on all of one problem.
    void actOnProblem(const char* button) {
        command("go.problems");
        ui::ProblemsWindow* problems = m_store->outbox().problems();
        auto* act = problems->findChild<QPushButton*>(QString::fromLatin1(button));
        ASSERT_TRUE(QTest::qWaitFor([&] { return act->isEnabled(); }));
        act->click();
    }

    void fillTriggerForm() { signalbox::fillTriggerForm(m_store->window()); }
    QString copied() { return copiedCommand(m_store->window()); }
    QStringList listed() { return listedCommands(m_store->window()); }

    TempDir m_directory;
    QSettings m_settings{QString::fromStdString(m_directory.file("settings.ini")), QSettings::IniFormat};
    ManualClock m_clock;
    ui::Theme m_theme{ui::Scheme::Light};
    std::unique_ptr<StoreWindow> m_store;
};

// What asks in a dialog before it acts, by the command or the part that asks, with the method that does it.
struct Asking {
    const char* id;
    const char* method;
};
constexpr Asking kAsking[] = {
    {"workflow.new", "Create"},      {"workflow.assign", "Fire"},         {"workflow.cancel", "Cancel"},
    {"workflow.delete", "Remove"},   {"workflow.terminate", "Terminate"}, {"timer.set", "SetTimer"},
    {"timer.fire", "MoveTimer"},     {"timer.postpone", "MoveTimer"},     {"timer.cancel", "CancelTimer"},
    {"effect.skip", "ActOnEffects"}, {"definition.migrate", "Migrate"},
};
// Those that choose a file, a server or a trigger before there is something to ask.
constexpr Asking kChoosing[] = {
    {"definition.deploy", "Deploy"}, {"definition.migrateAll", "Migrate"}, {"workflow.fire", "Fire"}};
// Those that act at once: their calls are in the list of the workflow's calls.
const QStringList kAtOnce{u"workflow.assignToMe"_s, u"effect.retry"_s, u"workflow.fire."_s};
// Those that change nothing but what is seen here; a name that ends in a stop stands for all that begin so.
const QStringList kHarmless{u"app."_s,
                            u"find."_s,
                            u"go."_s,
                            u"graph."_s,
                            u"help."_s,
                            u"history."_s,
                            u"server."_s,
                            u"theme."_s,
                            u"time."_s,
                            u"view."_s,
                            u"definition.show"_s,
                            u"definition.export"_s,
                            u"workflow.open"_s,
                            u"workflow.openInTab"_s,
                            u"workflow.openInWindow"_s,
                            u"workflow.close"_s,
                            u"workflow.copyId"_s,
                            u"workflow.copyLink"_s,
                            u"workflow.copyCommand"_s,
                            u"workflow.preview"_s,
                            u"definition.simulate"_s};

bool isAmong(const QString& id, const QStringList& names) {
    return std::ranges::any_of(
        names, [&id](const QString& name) { return name.endsWith(u'.') ? id.startsWith(name) : id == name; });
}

bool calls(const QString& text, const QString& method) {
    return text.contains(u" signalbox.v1.WorkflowService/"_s + method) && text.contains(u"flows.example.com"_s);
}

} // namespace

TEST_F(CopyCommandTest, EveryCommandIsKnownToActOrNotTo) {
    QStringList acting = kAtOnce;
    for (const Asking& each : kAsking)
        acting << QString::fromLatin1(each.id);
    for (const Asking& each : kChoosing)
        acting << QString::fromLatin1(each.id);
    for (const ui::Command& each : m_store->commands().commands())
        EXPECT_NE(isAmong(each.id, acting), isAmong(each.id, kHarmless))
            << each.id.toStdString() << ": if it acts, its dialog has to offer the command, and this test to look";
}

TEST_F(CopyCommandTest, EveryDialogThatActsOffersItsCommand) {
    for (const Asking& each : kAsking) {
        command(each.id);
        fillTriggerForm();
        const QString text = copied();
        EXPECT_TRUE(calls(text, QString::fromLatin1(each.method))) << each.id << ": " << text.toStdString();
    }
    deploy();
    EXPECT_TRUE(calls(copied(), u"Deploy"_s));
    actOnProblem("problemRetry");
    EXPECT_TRUE(copied().contains(u"EFFECT_ACTION_RETRY"_s));
    actOnProblem("problemSkip");
    const QString skip = copied();
    EXPECT_TRUE(calls(skip, u"ActOnEffects"_s));
    EXPECT_TRUE(skip.contains(u"HTTP 503 Service Unavailable"_s) && skip.contains(u"https://hooks.example.com:443"_s));
}

TEST_F(CopyCommandTest, SaysWhatStandsInTheDialogNow) {
    command("workflow.terminate");
    m_store->window().findChild<QLineEdit*>(u"confirmReason"_s)->setText(u"asked by phone"_s);
    const QString text = copied();
    EXPECT_TRUE(text.contains(u"asked by phone"_s)) << text.toStdString();
    EXPECT_TRUE(text.contains(u"sue"_s)) << "in the operator's name";
}

TEST_F(CopyCommandTest, OneListHasAllThatMayBeDoneToTheWorkflow) {
    command("workflow.copyCommand");
    const QString all = listed().join(u'\n');
    for (const char* method : {"Fire", "Cancel", "Terminate", "Remove", "SetTimer", "MoveTimer", "CancelTimer",
                               "ActOnEffects", "Migrate", "Get"})
        EXPECT_TRUE(calls(all, QString::fromLatin1(method))) << method << "\n" << all.toStdString();
    EXPECT_TRUE(all.contains(u"EFFECT_ACTION_RETRY"_s) && all.contains(u"EFFECT_ACTION_SKIP"_s));
}

TEST_F(CopyCommandTest, RowsOfTimersAndEffectsHaveTheirs) {
    Q_EMIT m_store->inspector().timersView().commandsWanted();
    EXPECT_EQ(listed().filter(u"triage"_s).size(), 3) << "fire now, postpone, cancel";
    Q_EMIT m_store->inspector().effectsView().commandsWanted();
    EXPECT_EQ(listed().filter(u"EFFECT_ACTION_"_s).size(), 2);
}

// A method that is added to the protocol, and acts, has to be offered, too.
TEST_F(CopyCommandTest, EveryMethodThatActsIsOffered) {
    const std::set<std::string> reading{"Definitions", "Timers",  "Effects", "Get",        "List", "Enumerate",
                                        "History",     "Explain", "Preview", "Statistics", "Watch"};
    const std::string ofReceivers = "Respond"; // nobody else knows the address
    std::set<std::string> offered;
    for (const Asking& each : kAsking)
        offered.insert(each.method);
    for (const Asking& each : kChoosing)
        offered.insert(each.method);
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("signalbox.v1.WorkflowService");
    ASSERT_NE(service, nullptr);
    for (int i = 0; i < service->method_count(); ++i) {
        const std::string& method = service->method(i)->name();
        if (method == ofReceivers) continue;
        EXPECT_NE(offered.contains(method), reading.contains(method)) << method;
    }
}

} // namespace signalbox
