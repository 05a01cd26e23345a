#include "engine/remote/server/access_rules.h"
#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/remote/wire/errors.h"
#include "tests/engine/remote/remote_fixture.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <optional>

namespace signalbox {
namespace {

using google::protobuf::MethodDescriptor;

std::vector<const MethodDescriptor*> allMethods() {
    const auto* const service = v1::StatisticsRequest::descriptor()->file()->FindServiceByName("WorkflowService");
    std::vector<const MethodDescriptor*> methods;
    for (int place = 0; place < service->method_count(); ++place)
        methods.push_back(service->method(place));
    return methods;
}

// Who may call what; written down once more, by hand, so that a slip in the rules shows.
const std::map<std::string, std::optional<Role>> kLeast{
    {"Definitions", Role::Viewer}, {"Deploy", Role::Admin},         {"Create", Role::Operator},
    {"Fire", Role::Operator},      {"Cancel", Role::Operator},      {"Terminate", Role::Admin},
    {"Migrate", Role::Admin},      {"Remove", Role::Admin},         {"SetTimer", Role::Operator},
    {"MoveTimer", Role::Operator}, {"CancelTimer", Role::Operator}, {"ActOnEffects", Role::Operator},
    {"Respond", std::nullopt},     {"Timers", Role::Viewer},        {"Effects", Role::Viewer},
    {"Get", Role::Viewer},         {"List", Role::Viewer},          {"Enumerate", Role::Viewer},
    {"History", Role::Viewer},     {"Explain", Role::Viewer},       {"Preview", Role::Viewer},
    {"Statistics", Role::Viewer},  {"Watch", Role::Viewer}};

class RemoteAccessTest : public RemoteTest {
protected:
    // Calls any method, with an empty request as a program would that knows the descriptor only.
    grpc::StatusCode call(const MethodDescriptor& method, const std::string& token, const std::string& request = {}) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
        if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
        const std::string path = "/" + method.service()->full_name() + "/" + method.name();
        grpc::CompletionQueue queue;
        grpc::GenericStub stub(channel());
        const auto stream = stub.PrepareCall(&context, path, &queue);
        const auto step = [&queue] {
            void* tag = nullptr;
            bool ok = false;
            return queue.Next(&tag, &ok) && ok;
        };
        stream->StartCall(nullptr);
        static_cast<void>(step());
        const grpc::Slice message(request);
        stream->WriteLast(grpc::ByteBuffer(&message, 1), {}, nullptr);
        static_cast<void>(step());
        grpc::ByteBuffer answer;
        stream->Read(&answer, nullptr);
        const bool hasAnswer = step();
        // A stream would go on.
        if (hasAnswer && method.server_streaming()) context.TryCancel();
        grpc::Status status;
        stream->Finish(&status, nullptr);
        static_cast<void>(step());
        return hasAnswer ? grpc::StatusCode::OK : status.error_code();
    }

    std::shared_ptr<grpc::Channel> channel() {
        if (!m_channel) {
            grpc::SslCredentialsOptions options;
            options.pem_root_certs = m_roots.roots();
            m_channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(options));
        }
        return m_channel;
    }

private:
    std::shared_ptr<grpc::Channel> m_channel;
};

bool isDenied(grpc::StatusCode code) {
    return code == grpc::StatusCode::UNAUTHENTICATED || code == grpc::StatusCode::PERMISSION_DENIED;
}

TEST(RemoteAccess, EveryMethodOfTheProtocolHasARule) {
    EXPECT_EQ(allMethods().size(), kLeast.size());
    for (const MethodDescriptor* method : allMethods()) {
        const AccessRule* const rule = findRule(method->name());
        ASSERT_NE(rule, nullptr) << method->name() << " would be denied to all";
        EXPECT_EQ(rule->least, kLeast.at(method->name())) << method->name();
    }
}

TEST_F(RemoteAccessTest, EveryMethodTimesEveryRole) {
    serve();
    const std::map<std::string, std::optional<Role>> callers{{"", std::nullopt},
                                                             {"unknown", std::nullopt},
                                                             {"view", Role::Viewer},
                                                             {"operate", Role::Operator},
                                                             {"administer", Role::Admin}};
    for (const MethodDescriptor* method : allMethods()) {
        const auto least = kLeast.at(method->name());
        for (const auto& [token, role] : callers) {
            const bool may = !least || (role && *role >= *least);
            const grpc::StatusCode code = call(*method, token);
            EXPECT_EQ(isDenied(code), !may) << method->name() << " with '" << token << "': " << wire::codeName(code);
            if (may) continue;
            EXPECT_NE(code, grpc::StatusCode::UNIMPLEMENTED);
            EXPECT_EQ(code, role ? grpc::StatusCode::PERMISSION_DENIED : grpc::StatusCode::UNAUTHENTICATED);
        }
    }
}

TEST_F(RemoteAccessTest, DryRunsAreReading) {
    serve();
    const auto viewer = connect(address("view"));
    DeployRequest deploy;
    deploy.isDryRun = true;
    const auto tried = answer<DeployReply>([&](auto reply) { viewer->deploy(deploy, std::move(reply)); });
    ASSERT_FALSE(tried);
    EXPECT_EQ(tried.error().code, ErrorCode::DefinitionUnavailable) << "the engine's answer: it has no compiler here";
    deploy.isDryRun = false;
    const auto refused = answer<DeployReply>([&](auto reply) { viewer->deploy(deploy, std::move(reply)); });
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
}

TEST_F(RemoteAccessTest, RefusalSaysWhichRoleIsNeeded) {
    serve();
    const auto viewer = connect(address("view"));
    const auto refused = fire(*viewer, "BUG-1", "Assign");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(refused.error().message, "Fire needs the role operator; vera is viewer");
}

TEST_F(RemoteAccessTest, ScopeHidesOtherDefinitions) {
    m_authority.add("orders", {.name = "olga", .role = Role::Admin, .definitions = {"order"}});
    m_authority.add("bugs", {.name = "bert", .role = Role::Admin, .definitions = {"bug"}});
    serve();
    const auto orders = connect(address("orders"));
    const auto bugs = std::make_unique<RemoteService>(address("bugs"), quick(), m_clock, m_link.observer());
    m_link.waitForPhase(LinkState::Phase::Connected);
    ASSERT_TRUE(fire(*bugs, "BUG-1", "Assign", {{"assignee", "joe"}}));

    const auto seen = [&](WorkflowService& service) {
        return answer<Workflow>([&](auto reply) { service.get({.id = "BUG-1", .atRevision = {}}, std::move(reply)); });
    };
    EXPECT_TRUE(seen(*bugs));
    EXPECT_EQ(seen(*orders).error().code, ErrorCode::NotFound) << "as if it were not there";
    EXPECT_EQ(fire(*orders, "BUG-1", "Close").error().code, ErrorCode::NotFound);
    EXPECT_EQ(fire(*orders, "BUG-2", "Assign", {{"assignee", "joe"}}).error().code, ErrorCode::Forbidden);
    const auto listed = [&](WorkflowService& service) {
        return answer<ListReply>([&](auto reply) { service.list({}, std::move(reply)); });
    };
    EXPECT_EQ(listed(*orders)->total, 0U);
    EXPECT_EQ(listed(*bugs)->total, 1U);
    const auto definitions =
        answer<std::vector<Definition>>([&](auto reply) { orders->definitions(std::move(reply)); });
    EXPECT_TRUE(definitions->empty());
    const auto all = answer<EnumerateReply>([&](auto reply) { orders->enumerate({}, std::move(reply)); });
    EXPECT_EQ(all.error().code, ErrorCode::Forbidden);
}

TEST_F(RemoteAccessTest, StaleRevisionTellsTheRevisionAndWhatIsPermitted) {
    serve();
    static_cast<void>(fire(m_engine.service(), "BUG-1", "Assign", {{"assignee", "joe"}}));
    const auto direct = stub();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer operate");
    v1::FireRequest request;
    request.set_id("BUG-1");
    request.set_trigger("Close");
    request.set_expected_revision(40);
    v1::FireReply reply;
    const grpc::Status status = direct->Fire(&context, request, &reply);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
    const auto detail = wire::detailOf(status);
    ASSERT_TRUE(detail);
    EXPECT_EQ(detail->reason(), v1::REASON_STALE_REVISION);
    EXPECT_EQ(detail->current_revision(), 1U);
    EXPECT_THAT(detail->permitted_triggers(), testing::Contains("Defer"));
}

TEST_F(RemoteAccessTest, WhatIsNotJsonIsRefused) {
    serve();
    const auto direct = stub();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer operate");
    v1::FireRequest request;
    request.set_id("BUG-1");
    request.set_arguments_json("{oops");
    v1::FireReply reply;
    const grpc::Status status = direct->Fire(&context, request, &reply);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(status.error_message(), "arguments_json is not JSON");
}

TEST_F(RemoteAccessTest, WhatIsNoMessageIsRefusedAndOthersGoOn) {
    serve();
    // A length beyond the end, a field that is none, a text that is no UTF-8.
    for (const std::string noise : {"\x0A\xFF\xFF\xFF\xFF\x07", "\xFF\xFF\xFF", "\x0A\x02\xFF\xFE"})
        for (const MethodDescriptor* method : allMethods())
            if (method->input_type()->field_count() > 0) {
                const grpc::StatusCode code = call(*method, "administer", noise);
                EXPECT_NE(code, grpc::StatusCode::OK) << method->name();
                EXPECT_NE(code, grpc::StatusCode::INTERNAL) << method->name() << ": as if it were the server's fault";
            }
    EXPECT_TRUE(fire(*connect(address()), "BUG-1", "Assign", {{"assignee", "joe"}}));
}

TEST_F(RemoteAccessTest, OversizedMessageIsRefusedAndOthersGoOn) {
    ServerSettings small = settings();
    small.messageBytes = 64 << 10;
    serve(small);
    const auto remote = connect(address());
    const auto refused = fire(*remote, "BUG-1", "Assign", {{"assignee", std::string(100'000, 'x')}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Busy);
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
}

} // namespace
} // namespace signalbox
