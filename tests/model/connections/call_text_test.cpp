#include <QRegularExpression>

#include "engine/merged/server_id.h"
#include "model/connections/call_text.h"
#include "tests/support/fake_definitions.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;

ServerProfile prodEu() {
    ServerProfile profile;
    profile.name = u"prod-eu"_s;
    profile.host = u"flows.example.com"_s;
    profile.trust = ServerAddress::Trust::Roots;
    return profile;
}

FireRequest assign() {
    FireRequest request;
    request.id = "BUG-7";
    request.trigger = "Assign";
    request.arguments = {{"assignee", "O'Neil"}};
    request.expectedRevision = Revision{4};
    request.caller = {.principal = "operator sue", .reason = "on duty", .requestId = "never this one"};
    return request;
}

// The message as the shell would hand it over, with `id` for the request id.
Json messageOf(const QString& call) {
    static const QRegularExpression kData(u"-d '(.*)' \\\\\\n"_s, QRegularExpression::DotMatchesEverythingOption);
    QString data = kData.match(call).captured(1);
    data.replace(u"'\"$(uuidgen)\"'"_s, u"id"_s).replace(u"'\\''"_s, u"'"_s);
    return Json::parse(data.toStdString());
}

} // namespace

TEST(CallText, FiresAsTheWindowWould) {
    const QString call = CallText(prodEu()).of(assign());
    EXPECT_TRUE(call.startsWith(u"grpcurl -H \"authorization: Bearer $SIGNALBOX_TOKEN\" -d '"_s));
    EXPECT_TRUE(call.endsWith(u"'flows.example.com:7411' signalbox.v1.WorkflowService/Fire"_s)) << call.toStdString();
    EXPECT_EQ(messageOf(call),
              (Json{{"id", "BUG-7"},
                    {"trigger", "Assign"},
                    {"argumentsJson", R"({"assignee":"O'Neil"})"},
                    {"expectedRevision", "4"},
                    {"caller", {{"principal", "operator sue"}, {"reason", "on duty"}, {"requestId", "id"}}}}));
}

// What a server that is one of several calls its workflows, effects and receivers, it calls so in each call.
TEST(CallText, OfSeveralServersNamesThingsAsItsOwnDoes) {
    CallTarget target = callTargetOf(prodEu());
    target.server = u"prod-eu"_s;
    const CallText calls(target);
    const ActRequest act{.id = "prod-eu/a/b", .expectedRevision = {}, .caller = {}};
    CreateRequest create;
    create.id = "prod-eu/a/b";
    FireRequest fire = assign();
    fire.id = "prod-eu/a/b";
    MigrateRequest migrate;
    migrate.id = "prod-eu/a/b";
    SetTimerRequest set;
    set.id = "prod-eu/a/b";
    MoveTimerRequest move;
    move.id = "prod-eu/a/b";
    CancelTimerRequest cancel;
    cancel.id = "prod-eu/a/b";
    for (const QString& call : {calls.of(create), calls.of(fire), calls.ofCancel(act), calls.ofTerminate(act),
                                calls.ofRemove(act), calls.of(migrate), calls.of(set), calls.of(move), calls.of(cancel),
                                calls.of(GetRequest{.id = "prod-eu/a/b", .atRevision = {}})})
        EXPECT_TRUE(call.contains(u"\"id\":\"a/b\""_s)) << call.toStdString();
    create.id = "prod-eu/";
    EXPECT_FALSE(messageOf(calls.of(create)).contains("id")) << "it is made there";
    EffectActRequest effects;
    effects.effects = {joinedId(3, EffectId{.change = Seq{17}, .ordinal = 2})};
    effects.problem = "HTTP 503";
    effects.receiver = "prod-eu/https://hooks.example.com:443";
    const Json message = messageOf(calls.of(effects));
    EXPECT_EQ(message["effects"][0], (Json{{"change", "17"}, {"ordinal", 2}}));
    EXPECT_EQ(message["receiver"], "https://hooks.example.com:443");
    // Of one store an id may hold anything.
    EXPECT_EQ(messageOf(CallText(prodEu()).of(fire))["id"], "prod-eu/a/b");
}

TEST(CallText, SaysHowTheServerProvesItself) {
    ServerProfile profile = prodEu();
    profile.rootsFile = u"/etc/own roots.pem"_s;
    profile.expectedName = u"flows"_s;
    profile.certificateFile = u"sue.pem"_s;
    profile.keyFile = u"sue.key"_s;
    profile.wantsToken = false;
    const QString call = CallText(profile).of(assign());
    EXPECT_TRUE(call.contains(u"-cacert '/etc/own roots.pem' -authority 'flows' -cert 'sue.pem' -key 'sue.key'"_s));
    EXPECT_FALSE(call.contains(u"Bearer"_s));
    profile.trust = ServerAddress::Trust::Plaintext;
    profile.host = u"localhost"_s;
    EXPECT_TRUE(CallText(profile).of(assign()).contains(u"-plaintext"_s));
    profile.trust = ServerAddress::Trust::Pinned;
    EXPECT_TRUE(CallText(profile).of(assign()).contains(u"-cacert 'prod-eu.pem'"_s));
    EXPECT_FALSE(CallText(profile).of(assign()).contains(u"insecure"_s));
    profile.fingerprint = u"3fa9"_s.repeated(16);
    const QStringList lines = CallText(profile).of(assign()).split(u'\n');
    for (const QString& line : lines.first(lines.size() - 2))
        EXPECT_TRUE(line.startsWith(u"# "_s)) << line.toStdString();
    EXPECT_TRUE(lines.contains(u"#   "_s + u"3F:A9:"_s.repeated(16).chopped(1))) << lines.join(u'\n').toStdString();
}

TEST(CallText, NamesATimerToTheMicrosecond) {
    const MoveTimerRequest request{.id = "BUG-7",
                                   .name = "triage",
                                   .due = Time{std::chrono::microseconds{1'700'000'000'000'012}},
                                   .newDue = Time{std::chrono::microseconds{1'700'000'060'500'000}},
                                   .caller = {}};
    const Json message = messageOf(CallText(prodEu()).of(request));
    EXPECT_EQ(message["due"], "2023-11-14T22:13:20.000012Z");
    EXPECT_EQ(message["newDue"], "2023-11-14T22:14:20.500000Z");
}

TEST(CallText, NamesEffectsByTheirTurn) {
    const EffectActRequest request{
        .action = EffectAction::Skip, .effects = {{Seq{12}, 1}}, .problem = {}, .caller = {}};
    const Json message = messageOf(CallText(prodEu()).of(request));
    EXPECT_EQ(message["action"], "EFFECT_ACTION_SKIP");
    EXPECT_EQ(message["effects"], (Json::array({{{"change", "12"}, {"ordinal", 1}}})));
}

TEST(CallText, KeepsWhatARepeatedReminderDoesWhenItIsLate) {
    SetTimerRequest request;
    request.id = "BUG-7";
    request.name = "look";
    request.repetition = Repetition{.period = std::chrono::hours{24}, .late = LatePolicy::Skip};
    const Json message = messageOf(CallText(prodEu()).of(request));
    EXPECT_EQ(message["repetition"], (Json{{"period", "86400s"}, {"late", "LATE_POLICY_SKIP"}}));
}

TEST(CallText, DeploysTextsOfAnyLengthAndKind) {
    DeployRequest request;
    request.source.file = "door.scxml";
    request.source.text = "<scxml/>\nEND\n$(rm) \xff '" + std::string(200'000, 'x');
    request.source.files = {{.path = "a.js", .text = "1"}};
    request.caller = {.principal = "operator sue", .reason = "new door", .requestId = {}};
    const QString call = CallText(prodEu()).of(request);
    const QStringList lines = call.split(u'\n');
    ASSERT_EQ(lines.size(), 3) << "the command, the message, the end of it";
    EXPECT_TRUE(lines[0].endsWith(u" -d @ 'flows.example.com:7411' signalbox.v1.WorkflowService/Deploy <<'END'"_s));
    const Json message = Json::parse(lines[1].toStdString());
    EXPECT_TRUE(message["source"]["text"].get<std::string>().starts_with("<scxml/>\nEND\n$(rm) \xEF\xBF\xBD '"));
    EXPECT_EQ(message["source"]["files"], (Json::array({{{"path", "a.js"}, {"text", "1"}}})));
    EXPECT_EQ(message["caller"], (Json{{"principal", "operator sue"}, {"reason", "new door"}}));
    EXPECT_EQ(lines[2], u"END"_s);
}

TEST(CallText, TellsEveryActOnAWorkflow) {
    const ChartStructure structure = tests::bugDefinition().structure;
    Workflow workflow;
    workflow.row.id = "BUG-7";
    Explanation explanation;
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i) {
        TriggerExplanation row;
        row.trigger = TriggerIndex{i};
        row.permission = structure.triggers[i].name == "Assign" ? Permission::Permitted : Permission::NotFromHere;
        explanation.triggers.push_back(row);
    }
    const auto calls = callsOf(CallText(prodEu()), workflow, structure, explanation);
    ASSERT_GE(calls.size(), 4U);
    EXPECT_EQ(calls.front().title, u"Assign"_s);
    EXPECT_TRUE(calls.front().text.contains(u"assignee"_s)) << calls.front().text.toStdString();
    EXPECT_TRUE(calls.back().text.endsWith(u"/Get"_s));
}

} // namespace signalbox::model
