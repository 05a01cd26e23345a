#include "app/desktop/single_instance.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>

#include <utility>

namespace signalbox {

namespace {

constexpr int kPatienceMs = 1000;
constexpr qint64 kLongestMessage = qint64{64} << 10;

QStringList textsOf(const QJsonArray& array) {
    QStringList texts;
    for (const auto& value : array)
        texts.append(value.toString());
    return texts;
}

} // namespace

SingleInstance::SingleInstance(QString name, QObject* parent) : QObject(parent), m_name(std::move(name)) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::receive);
}

// Before there is a window, so it may wait for a moment.
bool SingleInstance::handOver(const QStringList& arguments) const {
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kPatienceMs)) return false;
    const QByteArray message =
        QJsonDocument(QJsonArray::fromStringList(arguments)).toJson(QJsonDocument::Compact) + '\n';
    socket.write(message);
    if (!socket.waitForBytesWritten(kPatienceMs)) return false;
    // The other one closes when it has read all: one that hangs takes nothing.
    return socket.state() == QLocalSocket::UnconnectedState || socket.waitForDisconnected(kPatienceMs);
}

bool SingleInstance::listen() {
    if (m_server.listen(m_name)) return true;
    // What a killed instance has left: nobody answered at it just now.
    QLocalServer::removeServer(m_name);
    return m_server.listen(m_name);
}

void SingleInstance::receive() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > kLongestMessage) socket->abort();
                return;
            }
            const QJsonDocument message = QJsonDocument::fromJson(socket->readLine(kLongestMessage));
            socket->disconnectFromServer();
            if (message.isArray()) Q_EMIT argumentsArrived(textsOf(message.array()));
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        if (socket->bytesAvailable() > 0) read();
    }
}

} // namespace signalbox
