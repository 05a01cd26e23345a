#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/revision.h"
#include "tests/engine/remote/remote_fixture.h"

#include <grpcpp/generic/generic_stub.h>

namespace signalbox {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

// A server of another time: it knows Statistics, List and Watch, and nothing else; what it says that it knows is up to
// the test.
class OtherServer final : public v1::WorkflowService::Service {
public:
    explicit OtherServer(std::uint32_t revision) : m_revision(revision) {}

    // NOLINTBEGIN(readability-identifier-naming): the protocol's names
    grpc::Status Statistics(grpc::ServerContext* /*context*/, const v1::StatisticsRequest* /*request*/,
                            v1::StatisticsReply* reply) override {
        reply->set_store_id("a-store");
        v1::Session& session = *reply->mutable_session();
        session.set_server_version("9.1.0");
        session.set_role(role);
        session.set_protocol_revision(m_revision);
        for (const std::string& method : methods)
            session.add_methods(method);
        return grpc::Status::OK;
    }
    grpc::Status List(grpc::ServerContext* /*context*/, const v1::ListRequest* /*request*/,
                      v1::ListReply* reply) override {
        reply->add_rows()->set_status(static_cast<v1::WorkflowStatus>(77));
        return grpc::Status::OK;
    }
    grpc::Status Watch(grpc::ServerContext* /*context*/, const v1::WatchRequest* /*request*/,
                       grpc::ServerWriter<v1::WatchBatch>* writer) override {
        v1::WatchBatch batch;
        batch.add_changes()->set_kind(static_cast<v1::ChangeKind>(77));
        writer->Write(batch);
        return grpc::Status::OK;
    }
    // NOLINTEND(readability-identifier-naming)

    v1::Role role = v1::ROLE_ADMIN;
    std::vector<std::string> methods;

private:
    const std::uint32_t m_revision;
};

class VersionSkewTest : public RemoteTest {
protected:
    void serveOther(OtherServer& service) {
        const IssuedCertificate issued = m_roots.issue();
        grpc::SslServerCredentialsOptions options;
        options.pem_key_cert_pairs.push_back({.private_key = issued.key, .cert_chain = issued.chain});
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &m_port);
        builder.RegisterService(&service);
        m_other = builder.BuildAndStart();
        ASSERT_NE(m_other, nullptr);
    }
    static Error watchError(WorkflowService& service) {
        std::promise<Error> ended;
        const auto watch = service.watch({}, [&](const Result<WatchBatch>& batch) {
            if (!batch) ended.set_value(batch.error());
        });
        return ended.get_future().get();
    }

    // By its name alone, with an empty request.
    grpc::Status callWithoutToken(const std::string& method) {
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        grpc::GenericStub stub(
            grpc::CreateChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(trusted)));
        grpc::ClientContext context;
        const grpc::Slice nothing;
        const grpc::ByteBuffer request(&nothing, 1);
        grpc::ByteBuffer reply;
        std::promise<grpc::Status> ended;
        stub.UnaryCall(&context, "/signalbox.v1.WorkflowService/" + method, grpc::StubOptions(), &request, &reply,
                       [&](grpc::Status status) { ended.set_value(std::move(status)); });
        return ended.get_future().get();
    }

    std::unique_ptr<grpc::Server> m_other;
};

constexpr std::uint32_t kNewer = wire::kProtocolRevision + 1;

TEST_F(VersionSkewTest, ServerOfTheSameProtocolHasNone) {
    serve();
    EXPECT_EQ(connect(address())->state().skew, VersionSkew::None);
}

TEST_F(VersionSkewTest, OlderServerIsNamedWhereItDoesNotKnowARequest) {
    OtherServer old(0);
    serveOther(old);
    const auto remote = connect(address());
    EXPECT_EQ(remote->state().skew, VersionSkew::ServerIsOlder);
    EXPECT_EQ(remote->state().serverVersion, "9.1.0");
    const auto asked = fire(*remote, "BUG-1", "Assign");
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, ErrorCode::UnknownCall);
    EXPECT_EQ(asked.error().message,
              "the server runs Signalbox 9.1.0, which is older than this program, and does not know this request");
    EXPECT_TRUE(answer<Statistics>([&](auto reply) { remote->statistics(std::move(reply)); })) << "the rest goes on";
}

TEST_F(VersionSkewTest, WhatAnOlderServerDoesNotKnowIsKnownBeforehand) {
    OtherServer old(0);
    old.methods = {"Statistics", "List", "Watch"};
    serveOther(old);
    const auto unknown = connect(address())->state().unknownCalls;
    EXPECT_THAT(unknown, IsSupersetOf({"Create", "Fire", "Migrate", "SetTimer", "Explain"}));
    for (const std::string& known : old.methods)
        EXPECT_THAT(unknown, Not(Contains(known)));
}

TEST_F(VersionSkewTest, OfAServerThatDoesNotSayWhatItKnowsNothingIsMissing) {
    OtherServer old(0);
    serveOther(old);
    EXPECT_THAT(connect(address())->state().unknownCalls, IsEmpty());
}

TEST_F(VersionSkewTest, NothingIsMissingOnAServerOfTheSameProtocol) {
    OtherServer same(wire::kProtocolRevision);
    same.methods = {"Statistics"};
    serveOther(same);
    EXPECT_THAT(connect(address())->state().unknownCalls, IsEmpty());
}

// Those of the protocol's file, and each of them is really there.
TEST_F(VersionSkewTest, OurServerNamesEveryCallThatItHas) {
    serve();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer view");
    v1::StatisticsReply reply;
    ASSERT_TRUE(stub()->Statistics(&context, {}, &reply).ok());
    const std::vector<std::string> named(reply.session().methods().begin(), reply.session().methods().end());
    const auto& service = *v1::Session::descriptor()->file()->FindServiceByName("WorkflowService");
    EXPECT_THAT(named, SizeIs(service.method_count()));
    EXPECT_THAT(named, IsSupersetOf({"Fire", "Respond", "Watch"}));
    for (const std::string& method : named)
        EXPECT_NE(callWithoutToken(method).error_code(), grpc::StatusCode::UNIMPLEMENTED) << method;
    EXPECT_EQ(callWithoutToken("Rewind").error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

// As clients of a later version ask; of whatever language.
TEST_F(VersionSkewTest, OurServerSaysByAReasonThatItHasNoSuchCall) {
    serve();
    const grpc::Status refused = callWithoutToken("Rewind");
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNIMPLEMENTED);
    const auto detail = wire::detailOf(refused);
    ASSERT_TRUE(detail);
    EXPECT_EQ(detail->reason(), v1::REASON_UNKNOWN_CALL);
    EXPECT_THAT(detail->message(), HasSubstr("has no /signalbox.v1.WorkflowService/Rewind"));
    EXPECT_EQ(wire::errorOf(refused).code, ErrorCode::UnknownCall);
    EXPECT_EQ(name(ErrorCode::UnknownCall), "UnknownCall");
}

TEST_F(VersionSkewTest, NewerServerIsNamedWhereItSaysWhatIsNotKnownHere) {
    OtherServer next(kNewer);
    serveOther(next);
    const auto remote = connect(address());
    EXPECT_EQ(remote->state().skew, VersionSkew::ServerIsNewer);
    const auto listed = answer<ListReply>([&](auto reply) { remote->list({}, std::move(reply)); });
    ASSERT_FALSE(listed);
    const std::string named =
        "the server runs Signalbox 9.1.0, which is newer than this program, and its answer is not "
        "understood here: ";
    EXPECT_THAT(listed.error().message, HasSubstr(named));
    EXPECT_EQ(listed.error().advice, "use a program that is as new as the server");
    EXPECT_THAT(watchError(*remote).message, HasSubstr(named));
}

TEST_F(VersionSkewTest, RoleThatIsNotKnownHereStopsAndTellsTheVersion) {
    OtherServer next(kNewer);
    next.role = static_cast<v1::Role>(7);
    serveOther(next);
    const RemoteService service(address(), quick(), m_clock, m_link.observer());
    const LinkState state = m_link.waitForProblem();
    EXPECT_EQ(state.problem, LinkProblem::NewerServer);
    EXPECT_EQ(state.phase, LinkState::Phase::Stopped);
    EXPECT_EQ(state.serverVersion, "9.1.0");
    EXPECT_EQ(state.skew, VersionSkew::ServerIsNewer);
}

// What our server meets of a newer client: members that it has no word for.
TEST_F(VersionSkewTest, OurServerTakesRequestsWithMembersThatItDoesNotKnow) {
    serve();
    v1::ListRequest request;
    request.GetReflection()->MutableUnknownFields(&request)->AddVarint(9999, 1);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer view");
    v1::ListReply reply;
    EXPECT_TRUE(stub()->List(&context, request, &reply).ok());
}

} // namespace
} // namespace signalbox
