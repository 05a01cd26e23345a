#include "engine/remote/wire/revision.h"
#include "tests/engine/remote/remote_fixture.h"

namespace signalbox {
namespace {

using testing::HasSubstr;

// A server of another time: it knows Statistics, List and Watch, and nothing else.
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
    EXPECT_EQ(asked.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(asked.error().message,
              "the server runs Signalbox 9.1.0, which is older than this program, and does not know this request");
    EXPECT_TRUE(answer<Statistics>([&](auto reply) { remote->statistics(std::move(reply)); })) << "the rest goes on";
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
