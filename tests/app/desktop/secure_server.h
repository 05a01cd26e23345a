#pragma once

#include "app/desktop/stores/remote_engine.h"
#include "engine/remote/client/channel_identity.h"
#include "tests/app/server/killable_server.h"
#include "tests/support/certificates.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace signalbox {

// Id, state and revision of each workflow, by id.
using ServerRows = std::vector<std::tuple<std::string, std::string, std::uint64_t>>;

// The real program over TLS, which knows two people by their tokens: the operator of the window, and an admin who uses
// it at the same time. It has lights.
class SecureServer {
public:
    // How its clients trust its certificate.
    SecureServer(QString name, ServerAddress::Trust trust, int lights)
        : m_name(std::move(name))
        , m_trust(trust)
        , m_lights(lights) {
        deployLight(service());
        for (int i = 0; i < lights; ++i)
            toggleNext();
    }

    [[nodiscard]] model::ServerProfile profile() const {
        model::ServerProfile profile;
        profile.name = m_name;
        profile.host = QStringLiteral("127.0.0.1");
        profile.port = m_server.port();
        profile.trust = m_trust;
        profile.environment = model::Environment::Test;
        if (m_trust == ServerAddress::Trust::Pinned)
            profile.fingerprint = QString::fromStdString(fingerprintOf(m_certificate.chain));
        else
            profile.rootsFile = QString::fromStdString(m_folder.file("roots.pem"));
        return profile;
    }
    // Of the operator.
    [[nodiscard]] QString token() const { return m_operatorToken; }
    [[nodiscard]] QString adminToken() const { return m_adminToken; }
    void start() { m_server.start(); }
    void kill() { m_server.kill(); }

    // As the admin.
    [[nodiscard]] WorkflowService& service() { return m_client.service(); }
    // Switches the next light. What is answered Disconnected had no effect, and is asked again.
    void toggleNext() {
        while (!ask(service(), &WorkflowService::fire, toggleRequest(m_switched, m_lights)))
            std::this_thread::yield();
        ++m_switched;
    }
    // As the server itself says; ids as the window over several servers has them.
    [[nodiscard]] ServerRows rows() {
        ServerRows rows;
        for (const WorkflowRow& row : list().rows)
            rows.emplace_back(m_name.toStdString() + '/' + row.id, row.state, row.revision.value());
        std::ranges::sort(rows);
        return rows;
    }
    [[nodiscard]] std::uint64_t lastSeq() { return list().asOf.value(); }

private:
    [[nodiscard]] ListReply list() {
        ListRequest request;
        request.limit = 1000;
        return ask(service(), &WorkflowService::list, std::move(request)).value();
    }
    [[nodiscard]] QString makeToken(const char* name, const char* role) const {
        const Printed printed = runProgram(
            fmt::format("token create --file '{}' --name {} --role {}", m_folder.file("tokens.json"), name, role),
            "2>/dev/null");
        return QString::fromStdString(printed.lines.at(0));
    }
    // With the files that they name.
    [[nodiscard]] std::string arguments() const {
        std::ofstream(m_folder.file("server.pem")) << m_certificate.chain;
        std::ofstream(m_folder.file("server.key")) << m_certificate.key;
        std::ofstream(m_folder.file("roots.pem")) << m_authority.roots();
        return fmt::format("--tokens '{0}/tokens.json' --tls-certificate '{0}/server.pem' --tls-key '{0}/server.key'",
                           m_folder.path().string());
    }

    const QString m_name;
    const ServerAddress::Trust m_trust;
    const int m_lights;
    int m_switched = 0;
    TempDir m_folder;
    CertificateAuthority m_authority;
    const IssuedCertificate m_certificate = m_authority.issue();
    const QString m_operatorToken = makeToken("sue", "operator");
    const QString m_adminToken = makeToken("ada", "admin");
    KillableServer m_server{arguments()};
    Connection m_client{addressOf(profile(), m_adminToken).value(), quickPauses()};
};

} // namespace signalbox
