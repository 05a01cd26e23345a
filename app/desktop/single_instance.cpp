#include "app/desktop/single_instance.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QLockFile>

#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 1000;
constexpr int kStartMs = 5000; // one that listens may be busy opening its store
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
    return socket.state() == QLocalSocket::UnconnectedState || socket.waitForDisconnected(kStartMs);
}

// Of two that start at the same time, both find nobody. One at a time may look whether the socket in its way is in use:
// else the second would take that of the first for one that a killed instance has left.
bool SingleInstance::listen() {
    QLockFile oneAtATime(lockFile());
    if (!oneAtATime.tryLock(kPatienceMs)) return false;
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (socket.waitForConnected(kPatienceMs)) return false;
    QLocalServer::removeServer(m_name);
    return m_server.listen(m_name);
}

// A socket of a bare name is in the folder for temporary files.
QString SingleInstance::lockFile() const {
    return QDir::temp().absoluteFilePath(m_name) + u".lock"_s;
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
