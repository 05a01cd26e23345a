#include "app/desktop/single_instance.h"

#include <QDataStream>
#include <QLocalSocket>

#include <memory>
#include <utility>

namespace signalbox {

namespace {

constexpr int kPatienceMs = 1000;
constexpr qint64 kLongestMessage = qint64{64} << 10;
constexpr auto kVersion = QDataStream::Qt_6_4;

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
    QByteArray message;
    QDataStream stream(&message, QIODevice::WriteOnly);
    stream.setVersion(kVersion);
    stream << arguments;
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
        const auto read = [this, socket, stream = std::make_shared<QDataStream>(socket)] {
            if (socket->bytesAvailable() > kLongestMessage) return socket->abort();
            stream->setVersion(kVersion);
            stream->startTransaction();
            QStringList arguments;
            *stream >> arguments;
            if (!stream->commitTransaction()) return;
            socket->disconnectFromServer();
            Q_EMIT argumentsArrived(arguments);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        if (socket->bytesAvailable() > 0) read();
    }
}

} // namespace signalbox
