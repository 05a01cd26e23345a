#include "engine/remote/client/channel_identity.h"
#include "tests/engine/remote/remote_fixture.h"

namespace signalbox {
namespace {

using testing::Contains;
using testing::Not;

class RemoteIdentityTest : public RemoteTest {
protected:
    void serveWith(const IssuedCertificate& issued) {
        ServerSettings own = settings();
        own.certificate = ServerCertificate{.chain = issued.chain, .key = issued.key};
        m_shown = issued;
        serve(own);
    }
    // What a client finds that shows a token which nobody else has.
    LinkState problemWith(ServerAddress address) {
        address.token = "secret";
        RemoteService service(std::move(address), quick(), m_clock, m_link.observer());
        const LinkState state = m_link.waitForProblem();
        EXPECT_THAT(m_authority.shown(), Not(Contains("secret")));
        return state;
    }
    [[nodiscard]] ServerAddress pinned(const std::string& fingerprint) const {
        ServerAddress pinned = address();
        pinned.trust = ServerAddress::Trust::Pinned;
        pinned.fingerprint = fingerprint;
        return pinned;
    }

    IssuedCertificate m_shown;
};

TEST_F(RemoteIdentityTest, UnknownAuthorityIsNotTrusted) {
    serve();
    ServerAddress foreign = address();
    foreign.roots = CertificateAuthority("another").roots();
    const LinkState state = problemWith(foreign);
    EXPECT_EQ(state.problem, LinkProblem::UntrustedIssuer) << state.message;
    EXPECT_EQ(state.phase, LinkState::Phase::Stopped);
}

TEST_F(RemoteIdentityTest, ExpiredCertificateIsTold) {
    using std::chrono::seconds;
    serveWith(m_roots.issue({"IP:127.0.0.1"}, {.from = seconds{-7200}, .to = seconds{-3600}}));
    EXPECT_EQ(problemWith(address()).problem, LinkProblem::ExpiredCertificate);
}

TEST_F(RemoteIdentityTest, CertificateOfTheFutureIsTold) {
    using std::chrono::seconds;
    serveWith(m_roots.issue({"IP:127.0.0.1"}, {.from = seconds{3600}, .to = seconds{7200}}));
    EXPECT_EQ(problemWith(address()).problem, LinkProblem::NotYetValid);
}

TEST_F(RemoteIdentityTest, CertificateForAnotherNameIsTold) {
    serveWith(m_roots.issue({"DNS:elsewhere.example.org"}, {}));
    EXPECT_EQ(problemWith(address()).problem, LinkProblem::WrongName);
    ServerAddress expected = address();
    expected.expectedName = "elsewhere.example.org";
    EXPECT_TRUE(connect(expected));
}

TEST_F(RemoteIdentityTest, PlaintextOnATlsPortIsTold) {
    serve();
    ServerAddress plain = address();
    plain.trust = ServerAddress::Trust::Plaintext;
    EXPECT_EQ(problemWith(plain).problem, LinkProblem::SpeaksTls);
}

TEST_F(RemoteIdentityTest, TlsOnAPlaintextPortIsTold) {
    ServerSettings plain = settings();
    plain.certificate.reset();
    serve(plain);
    EXPECT_EQ(problemWith(address()).problem, LinkProblem::SpeaksPlaintext);
}

TEST_F(RemoteIdentityTest, PlaintextStaysOnThisMachine) {
    ServerAddress far = address();
    far.trust = ServerAddress::Trust::Plaintext;
    far.host = "10.1.2.3";
    EXPECT_FALSE(validate(far));
    far.host = "127.example.org";
    EXPECT_FALSE(validate(far));
    ServerSettings open = settings();
    open.certificate.reset();
    for (const char* const listen : {"0.0.0.0:0", "127.example.org:0"}) {
        open.listen = {listen};
        EXPECT_FALSE(validate(open)) << listen;
    }
    open.listen = {"127.0.0.1:0", "unix:/tmp/socket", "[::1]:0"};
    EXPECT_TRUE(validate(open));
}

TEST_F(RemoteIdentityTest, FirstMeetingWaitsForAPerson) {
    serveWith(m_roots.issue());
    const LinkState state = problemWith(pinned({}));
    EXPECT_EQ(state.problem, LinkProblem::UnknownIdentity);
    EXPECT_EQ(state.phase, LinkState::Phase::Stopped);
    EXPECT_EQ(state.presentedFingerprint, fingerprintOf(m_shown.chain));
    EXPECT_TRUE(connect(pinned(state.presentedFingerprint)));
}

TEST_F(RemoteIdentityTest, PersonConfirmsWhileTheServiceLives) {
    serveWith(m_roots.issue());
    RemoteService service(pinned({}), quick(), m_clock, m_link.observer());
    const LinkState asked = m_link.waitForProblem();
    service.setAddress(pinned(asked.presentedFingerprint));
    m_link.waitForPhase(LinkState::Phase::Connected);
}

TEST_F(RemoteIdentityTest, ChangedCertificateIsAHardStop) {
    serveWith(m_roots.issue());
    const std::string before = fingerprintOf(m_shown.chain);
    const auto service = connect(pinned(before));
    m_server.reset();
    serveWith(m_roots.issue());
    const LinkState state =
        m_link.waitFor([](const LinkState& each) { return each.phase == LinkState::Phase::Stopped; });
    EXPECT_EQ(state.problem, LinkProblem::ChangedIdentity);
    EXPECT_EQ(state.presentedFingerprint, fingerprintOf(m_shown.chain));
    EXPECT_EQ(problemWith(pinned(before)).problem, LinkProblem::ChangedIdentity);
}

TEST_F(RemoteIdentityTest, WrongTokenIsTold) {
    serve();
    RemoteService service(address("wrong"), quick(), m_clock, m_link.observer());
    const LinkState state = m_link.waitForProblem();
    EXPECT_EQ(state.problem, LinkProblem::BadToken);
    EXPECT_EQ(state.phase, LinkState::Phase::Stopped);
    service.setAddress(address("view"));
    EXPECT_EQ(m_link.waitForPhase(LinkState::Phase::Connected).principal, "vera");
}

TEST_F(RemoteIdentityTest, ClientIsKnownByItsCertificate) {
    m_authority.add("spiffe://team/sue", {.name = "sue", .role = Role::Operator});
    ServerSettings mutual = settings();
    mutual.certificate->clientRoots = m_roots.roots();
    mutual.certificate->requireClientCertificate = true;
    serve(mutual);
    const IssuedCertificate own = m_roots.issue({"URI:spiffe://team/sue"}, {});
    ServerAddress shown = address({});
    shown.clientCertificate = own.chain;
    shown.clientKey = own.key;
    EXPECT_EQ(connect(shown)->state().principal, "sue");
}

TEST_F(RemoteIdentityTest, ClientWhoseCertificateAnotherAuthoritySignedIsNobody) {
    const CertificateAuthority foreign("Signalbox tests"); // by the same name
    m_authority.add("spiffe://team/sue", {.name = "sue", .role = Role::Operator});
    const IssuedCertificate forged = foreign.issue({"URI:spiffe://team/sue"}, {});
    for (const bool isRequired : {true, false}) {
        ServerSettings mutual = settings();
        mutual.certificate->clientRoots = m_roots.roots();
        mutual.certificate->requireClientCertificate = isRequired;
        serve(mutual);
        ServerAddress shown = address("administer"); // not even with a token
        shown.clientCertificate = forged.chain;
        shown.clientKey = forged.key;
        const LinkState state = problemWith(shown);
        EXPECT_NE(state.phase, LinkState::Phase::Connected) << state.message;
        shown.clientCertificate.clear();
        shown.clientKey.clear();
        if (!isRequired) {
            EXPECT_EQ(connect(shown)->state().principal, "ada") << "by the token alone";
        }
        m_server.reset();
    }
}

TEST_F(RemoteIdentityTest, NewConnectionsGetTheNewCertificate) {
    serveWith(m_roots.issue());
    const auto before = connect(pinned(fingerprintOf(m_shown.chain)));
    const IssuedCertificate next = m_roots.issue();
    ASSERT_TRUE(m_server->replaceCertificate({.chain = next.chain, .key = next.key}));
    EXPECT_TRUE(connect(pinned(fingerprintOf(next.chain))));
    EXPECT_TRUE(fire(*before, "BUG-1", "Assign", {{"assignee", "joe"}})) << "who was there stays";
    const Status broken = m_server->replaceCertificate({.chain = next.chain, .key = m_shown.key});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().message, "the key is not that of the certificate");
    EXPECT_TRUE(connect(pinned(fingerprintOf(next.chain)))) << "the old one stays";
}

} // namespace
} // namespace signalbox
