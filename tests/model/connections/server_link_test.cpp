#include <QSignalSpy>
#include <QTest>

#include "model/connections/server_link.h"
#include "model/text/error_text.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Phase = LinkState::Phase;

ServerProfile profileOf(Environment environment) {
    ServerProfile profile;
    profile.name = u"prod-eu"_s;
    profile.host = u"flows.example.com"_s;
    profile.environment = environment;
    return profile;
}

LinkState connectedAs(Role role) {
    LinkState state;
    state.phase = Phase::Connected;
    state.storeId = "store";
    state.role = role;
    return state;
}

LinkState stoppedBy(LinkProblem problem) {
    LinkState state;
    state.phase = Phase::Stopped;
    state.problem = problem;
    return state;
}

class ServerLinkTest : public testing::Test {
protected:
    ManualClock m_clock;
    ServerLink m_link{profileOf(Environment::Test), m_clock};
};

} // namespace

TEST_F(ServerLinkTest, CountsDownToTheNextTry) {
    LinkState waiting;
    waiting.phase = Phase::Waiting;
    waiting.nextTry = m_clock.steadyNow() + 3500ms;
    m_link.setState(waiting);
    EXPECT_EQ(m_link.phaseText(), u"reconnecting in 4 s"_s);
    m_clock.advance(3s);
    EXPECT_EQ(m_link.phaseText(), u"reconnecting in 1 s"_s);
    m_clock.advance(1min);
    EXPECT_EQ(m_link.phaseText(), u"reconnecting in 0 s"_s);
}

TEST_F(ServerLinkTest, WhatIsShownIsAsOfTheMomentTheConnectionWasLost) {
    EXPECT_EQ(m_link.staleText(), u"as of now"_s);
    m_link.setState(connectedAs(Role::Operator));
    EXPECT_EQ(m_link.staleText(), QString());
    m_clock.advance(1h);
    LinkState lost = connectedAs(Role::Operator);
    lost.phase = Phase::Waiting;
    m_link.setState(lost);
    m_clock.advance(125s);
    lost.phase = Phase::Connecting; // another try does not make it younger
    m_link.setState(lost);
    EXPECT_EQ(m_link.staleText(), u"as of 2 min ago"_s);
    QSignalSpy connected(&m_link, &ServerLink::connected);
    m_link.setState(connectedAs(Role::Operator));
    EXPECT_EQ(connected.count(), 1);
    EXPECT_EQ(m_link.access().awaySince, std::nullopt);
}

TEST_F(ServerLinkTest, TheAgeOfWhatIsShownIsNotThatOfAClockThatIsSet) {
    m_link.setState(connectedAs(Role::Operator));
    LinkState lost = connectedAs(Role::Operator);
    lost.phase = Phase::Waiting;
    m_link.setState(lost);
    m_clock.advance(40s);
    for (const auto jump : {Duration(24h), Duration(-48h), Duration(1h)}) {
        m_clock.jumpWallClock(jump);
        EXPECT_EQ(m_link.staleText(), u"as of 40 s ago"_s);
    }
    m_clock.advance(20s);
    EXPECT_EQ(m_link.staleText(), u"as of 1 min ago"_s);
}

TEST_F(ServerLinkTest, SaysThatItWaitsForTheKeyStore) {
    QSignalSpy changed(&m_link, &ServerLink::changed);
    m_link.setWaitingForKeyStore(true);
    m_link.setWaitingForKeyStore(true);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(m_link.phaseText(), u"waiting for the key store"_s);
    m_link.setWaitingForKeyStore(false);
    EXPECT_EQ(m_link.phaseText(), u"connecting…"_s);
}

TEST_F(ServerLinkTest, TicksWhileItIsAway) {
    QSignalSpy ticked(&m_link, &ServerLink::ticked);
    EXPECT_TRUE(QTest::qWaitFor([&] { return ticked.count() > 0; }));
}

TEST_F(ServerLinkTest, AsksOnceForADecision) {
    QSignalSpy wanted(&m_link, &ServerLink::decisionWanted);
    m_link.setState(stoppedBy(LinkProblem::UnknownIdentity));
    LinkState again = stoppedBy(LinkProblem::UnknownIdentity);
    again.message = "the same again";
    m_link.setState(again);
    EXPECT_EQ(wanted.count(), 1);
    m_link.setState(stoppedBy(LinkProblem::ExpiredCertificate)); // nothing to decide about that
    EXPECT_EQ(wanted.count(), 1);
    m_link.setState(stoppedBy(LinkProblem::BadToken));
    EXPECT_EQ(wanted.count(), 2);
}

TEST_F(ServerLinkTest, ProductionOpensLocked) {
    m_link.setState(connectedAs(Role::Admin));
    EXPECT_FALSE(refusal(m_link.access(), Deed::Fire));
    ServerLink production(profileOf(Environment::Production), m_clock);
    production.setState(connectedAs(Role::Admin));
    EXPECT_EQ(refusalSentence(production.access(), Deed::Fire),
              u"prod-eu is locked against changes; unlock it first."_s);
    production.setLocked(false);
    EXPECT_FALSE(refusal(production.access(), Deed::Remove));
    m_link.setProfile(profileOf(Environment::Production));
    EXPECT_TRUE(m_link.isLocked());
}

TEST_F(ServerLinkTest, AnotherServerOfProductionIsLockedAnew) {
    ServerProfile profile = profileOf(Environment::Production);
    profile.host = u"eu.example.com"_s;
    ServerLink link(profile, m_clock);
    link.setLocked(false);
    profile.colour = u"#0b63ce"_s;
    link.setProfile(profile);
    EXPECT_FALSE(link.isLocked());
    profile.host = u"us.example.com"_s;
    link.setProfile(profile);
    EXPECT_TRUE(link.isLocked());
}

TEST(Access, ThisComputersOwnStoreRefusesNothing) {
    for (const Deed deed : {Deed::Fire, Deed::Create, Deed::Deploy, Deed::Terminate})
        EXPECT_FALSE(refusal({}, deed));
}

TEST(Access, AViewerIsToldWhichRoleItNeeds) {
    const Access access{.server = u"prod-eu"_s, .role = Role::Viewer, .isLocked = true, .awaySince = {}};
    EXPECT_EQ(refusalSentence(access, Deed::Fire), u"Your role on prod-eu is viewer; firing needs operator."_s);
    EXPECT_EQ(refusal(access, Deed::Terminate).shortReason, u"needs admin"_s);
}

TEST(Access, AnOperatorMayDoWhatNeedsNoAdmin) {
    const Access access{.server = u"prod-eu"_s, .role = Role::Operator, .isLocked = false, .awaySince = {}};
    for (const Deed deed :
         {Deed::Fire, Deed::Cancel, Deed::Create, Deed::SetTimer, Deed::MoveTimer, Deed::CancelTimer, Deed::Effects})
        EXPECT_FALSE(refusal(access, deed));
    for (const Deed deed : {Deed::Deploy, Deed::Migrate, Deed::Terminate, Deed::Remove})
        EXPECT_TRUE(refusal(access, deed));
}

TEST(Access, WhatTheServersVersionHasNoCallForIsRefusedWithThatVersion) {
    const Access access{
        .server = u"staging"_s, .version = u"0.3.0"_s, .unknownDeeds = deedsOf({"Migrate", "SetTimer"})};
    EXPECT_EQ(refusalSentence(access, Deed::Migrate),
              u"Migrating workflows is not known yet on staging (Signalbox 0.3.0); update the server."_s);
    EXPECT_EQ(refusal(access, Deed::SetTimer).reason,
              u"setting reminders is not known yet on staging (Signalbox 0.3.0); update the server"_s);
    EXPECT_EQ(refusal(access, Deed::SetTimer).shortReason, u"not known there"_s);
    for (const Deed deed : {Deed::Fire, Deed::Cancel, Deed::MoveTimer, Deed::CancelTimer, Deed::Deploy, Deed::Remove})
        EXPECT_FALSE(refusal(access, deed));
    EXPECT_TRUE(readOnlySentence(access).isEmpty());
}

TEST(Access, AnotherRoleIsOfNoUseWhereTheServerHasNoCall) {
    const Access access{
        .server = u"staging"_s, .role = Role::Viewer, .isLocked = true, .unknownDeeds = deedsOf({"Migrate"})};
    EXPECT_EQ(refusal(access, Deed::Migrate).reason,
              u"migrating workflows is not known yet on staging; update the server"_s);
    EXPECT_EQ(refusal(access, Deed::Remove).shortReason, u"needs admin"_s);
}

// All calls that people can change something with: a deed that another one is added for belongs here.
TEST(Access, AServerWithoutAnyCallThatChangesIsReadOnly) {
    const std::vector<std::string> calls{"Deploy", "Create",   "Fire",      "Cancel",      "Terminate",   "Migrate",
                                         "Remove", "SetTimer", "MoveTimer", "CancelTimer", "ActOnEffects"};
    const Access access{.server = u"staging"_s, .version = u"0.1.0"_s, .unknownDeeds = deedsOf(calls)};
    EXPECT_EQ(readOnlySentence(access), u"Nothing can be changed on staging (Signalbox 0.1.0): this version only shows "
                                        "workflows; update the server."_s);
    EXPECT_EQ(refusal(access, Deed::Fire).shortReason, u"read-only"_s);
    EXPECT_EQ(refusalSentence(access, Deed::Remove), readOnlySentence(access));
}

// It may be shown whatever the role, the lock and the connection: what is there was read before.
TEST(Access, ReadingIsRefusedOnlyWhereTheServerHasNoCall) {
    Access access{.server = u"staging"_s,
                  .role = Role::Viewer,
                  .isLocked = true,
                  .awaySince = Time{},
                  .version = u"0.3.0"_s,
                  .unknownDeeds = deedsOf({"History", "Timers", "Effects", "Explain", "Preview"})};
    EXPECT_EQ(refusalSentence(access, Deed::ReadHistory),
              u"Showing histories is not known yet on staging (Signalbox 0.3.0); update the server."_s);
    for (const Deed deed : {Deed::ReadTimers, Deed::ReadEffects, Deed::Explain, Deed::Preview})
        EXPECT_EQ(refusal(access, deed).shortReason, u"not known there"_s);
    EXPECT_TRUE(readOnlySentence(access).isEmpty()) << "all that changes something is there";
    access.unknownDeeds.clear();
    for (const Deed deed : {Deed::ReadHistory, Deed::ReadTimers, Deed::ReadEffects, Deed::Explain, Deed::Preview})
        EXPECT_FALSE(refusal(access, deed));
}

TEST_F(ServerLinkTest, KnowsWhatTheServersVersionLacks) {
    LinkState state = connectedAs(Role::Admin);
    state.serverVersion = "0.3.0";
    state.skew = VersionSkew::ServerIsOlder;
    state.unknownCalls = {"Terminate", "Explain"};
    m_link.setState(state);
    EXPECT_EQ(m_link.access().unknownDeeds, (std::vector<Deed>{Deed::Terminate, Deed::Explain}));
    EXPECT_EQ(refusal(m_link.access(), Deed::Terminate).shortReason, u"not known there"_s);
    m_link.setState(connectedAs(Role::Admin)); // updated meanwhile
    EXPECT_FALSE(refusal(m_link.access(), Deed::Terminate));
}

TEST(ErrorText, WhatAnotherVersionDoesNotKnowIsNoMistakeOfTheRequest) {
    EXPECT_EQ(errorText(ErrorCode::UnknownCall), u"The server runs a version of Signalbox that does not know this."_s);
    EXPECT_EQ(errorName(ErrorCode::UnknownCall), u"UnknownCall"_s);
}

TEST(Access, NothingIsDoneWithoutAConnection) {
    const Access access{.server = u"prod-eu"_s, .role = Role::Admin, .isLocked = false, .awaySince = Time{}};
    EXPECT_EQ(refusal(access, Deed::Fire).shortReason, u"not connected"_s);
}

TEST(LinkText, EveryProblemSaysWhatHappenedAndWhatToDo) {
    for (int number = 1; number <= static_cast<int>(LinkProblem::NewerServer); ++number) {
        const auto text = problemText(stoppedBy(static_cast<LinkProblem>(number)), profileOf(Environment::Test));
        EXPECT_FALSE(text.what.isEmpty()) << number;
        EXPECT_FALSE(text.todo.isEmpty()) << number;
        const bool names = text.what.contains(u"prod-eu"_s) || text.what.contains(u"flows.example.com"_s);
        EXPECT_TRUE(names) << text.what.toStdString();
    }
    EXPECT_TRUE(problemText({}, profileOf(Environment::Test)).what.isEmpty());
}

TEST(LinkText, AServerOfAnotherVersionIsNamedWithIt) {
    LinkState state;
    state.serverVersion = "9.1.0";
    const ServerProfile profile = profileOf(Environment::Test);
    EXPECT_EQ(skewText(state, profile).what, QString());
    state.skew = VersionSkew::ServerIsNewer;
    EXPECT_EQ(skewText(state, profile).what,
              u"prod-eu runs a newer Signalbox (9.1.0): some things may not be shown."_s);
    state.skew = VersionSkew::ServerIsOlder;
    EXPECT_EQ(skewText(state, profile).what,
              u"prod-eu runs an older Signalbox (9.1.0): some things cannot be done there."_s);
    state.problem = LinkProblem::NewerServer;
    EXPECT_EQ(problemText(state, profile).what,
              u"prod-eu runs a newer Signalbox (9.1.0), which is not understood here."_s);
}

TEST(LinkText, AFingerprintIsReadHoweverItIsWritten) {
    const QString digits = u"ab"_s.repeated(32);
    const QString text = fingerprintText(digits);
    EXPECT_EQ(text.count(u'\n'), 1);
    EXPECT_TRUE(text.startsWith(u"AB:AB:"_s));
    EXPECT_EQ(fingerprintFrom(text), digits);
    EXPECT_EQ(fingerprintFrom(u"SHA256:"_s + digits), digits);
    EXPECT_EQ(fingerprintFrom(u"ab:cd"_s), QString());
    EXPECT_EQ(fingerprintFrom(digits.left(62) + u"xy"_s), QString());
}

} // namespace signalbox::model
