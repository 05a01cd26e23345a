#include "model/definition/deploy_model.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include "model/connection/connection.h"

#include <utility>

namespace signalbox::model {

DeployModel::DeployModel(Connection& connection, std::shared_ptr<const DefinitionFiles> files, QString path,
                         QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_files(std::move(files))
    , m_path(std::move(path)) {
    // Somebody else's version makes another one of this.
    connect(&connection, &Connection::definitionsLoaded, this, [this] {
        if (m_phase == Phase::Ready || m_phase == Phase::Known) check();
    });
    read();
}

QString DeployModel::fileName() const {
    return QFileInfo(m_path).fileName();
}

// A disk may be far away and slow, and whoever waits for it may be gone when it answers: only the application is sure
// to be there, which waits for the pool at its end.
void DeployModel::read() {
    m_phase = Phase::Reading;
    QThreadPool::globalInstance()->start([files = m_files, path = m_path, model = QPointer<DeployModel>(this)] {
        auto result = files->read(path);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [model, result = std::move(result)] {
                if (model) model->onRead(result);
            },
            Qt::QueuedConnection);
    });
}

void DeployModel::onRead(const Result<DefinitionSource>& read) {
    if (!read) return failWith(read.error());
    m_source = *read;
    enter(Phase::Checking);
    check();
}

// Without a request id: to deploy the same content again does nothing.
Caller DeployModel::caller(const QString& reason) const {
    Caller caller = m_connection.caller(reason);
    caller.requestId.clear();
    return caller;
}

void DeployModel::check() {
    m_connection.deploy({.source = *m_source, .isDryRun = true, .caller = caller({})}, this,
                        [this](const Result<DeployReply>& reply) { onChecked(reply); });
}

void DeployModel::onChecked(const Result<DeployReply>& reply) {
    if (m_phase == Phase::Deploying || m_phase == Phase::Deployed) return; // the answer to an older question
    if (!reply) return failWith(reply.error());
    settle(*reply);
}

void DeployModel::settle(DeployReply reply) {
    m_reply = std::move(reply);
    enter(!m_reply->definition ? Phase::Refused : m_reply->isNew ? Phase::Ready : Phase::Known);
}

DeployRequest DeployModel::request(const QString& reason) const {
    return {.source = *m_source, .isDryRun = false, .caller = caller(reason)};
}

void DeployModel::deploy(const QString& reason) {
    if (m_phase != Phase::Ready) return;
    enter(Phase::Deploying);
    m_connection.deploy(request(reason), this, [this](const Result<DeployReply>& reply) { onDeployed(reply); });
}

void DeployModel::onDeployed(const Result<DeployReply>& reply) {
    if (!reply) return failWith(reply.error());
    if (!reply->definition || !reply->isNew) return settle(*reply);
    m_reply = *reply;
    enter(Phase::Deployed);
    Q_EMIT deployed();
}

void DeployModel::retry() {
    if (m_phase != Phase::Failed) return;
    m_error.reset();
    if (!m_source) return read();
    enter(Phase::Checking);
    check();
}

void DeployModel::enter(Phase phase) {
    m_phase = phase;
    Q_EMIT changed();
}

void DeployModel::failWith(const Error& error) {
    m_error = error;
    enter(Phase::Failed);
}

} // namespace signalbox::model
