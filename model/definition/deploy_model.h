#pragma once

#include <QObject>
#include <QString>

#include "engine/workflow_definitions.h"
#include "model/definition/definition_files.h"

#include <memory>
#include <optional>

namespace signalbox::model {

class Connection;

// One file on its way into the store: it is read, the service tells what deploying it would do, and then it does so if
// the operator wants it. Nothing is waited for on this thread; changed() tells of every step.
class DeployModel final : public QObject {
    Q_OBJECT
public:
    enum class Phase {
        Reading,
        Checking,  // the service is asked what it would do
        Refused,   // the text has errors, reply() tells them
        Known,     // this very content is deployed already
        Ready,     // reply() tells what it would do
        Deploying, // asked for, not answered yet
        Deployed,
        Failed, // error() says why; again with retry()
    };

    // Starts to read at once.
    DeployModel(Connection& connection, std::shared_ptr<const DefinitionFiles> files, QString path,
                QObject* parent = nullptr);

    const QString& path() const { return m_path; }
    QString fileName() const;
    Phase phase() const { return m_phase; }
    // Null until it is read.
    const DefinitionSource* source() const { return m_source ? &*m_source : nullptr; }
    // The newest answer; null until there is one.
    const DeployReply* reply() const { return m_reply ? &*m_reply : nullptr; }
    const std::optional<Error>& error() const { return m_error; }

    // What deploy() asks for.  Requires: source().
    DeployRequest request(const QString& reason) const;
    // Requires: Ready.
    void deploy(const QString& reason);
    // Begins again where it failed.
    void retry();

Q_SIGNALS:
    void changed();
    void deployed();

private:
    void read();
    void onRead(const Result<DefinitionSource>& read);
    Caller caller(const QString& reason) const;
    void check();
    void onChecked(const Result<DeployReply>& reply);
    void onDeployed(const Result<DeployReply>& reply);
    void settle(DeployReply reply);
    void enter(Phase phase);
    void failWith(const Error& error);

    Connection& m_connection;
    std::shared_ptr<const DefinitionFiles> m_files;
    QString m_path;
    Phase m_phase = Phase::Reading;
    std::optional<DefinitionSource> m_source;
    std::optional<DeployReply> m_reply;
    std::optional<Error> m_error;
};

} // namespace signalbox::model
