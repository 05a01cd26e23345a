#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace signalbox {

// Makes a program run once for each person: a second start hands its arguments to the first and ends.
//
// The first listens on a local socket that only the same user may open. Arguments travel as one line of JSON, an array
// of texts; what is none, or is too long, is dropped.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    // `name`: of the program, and whatever else tells instances apart.
    explicit SingleInstance(QString name, QObject* parent = nullptr);

    // Returns: true when another instance has taken them: this one may end.
    [[nodiscard]] bool handOver(const QStringList& arguments) const;
    // From now on it is the first, unless another one has become that since it was asked: that one keeps its socket.
    // Returns: false where that fails; the program runs all the same.
    bool listen();

Q_SIGNALS:
    void argumentsArrived(const QStringList& arguments);

private:
    void receive();
    QString lockFile() const;

    QString m_name;
    QLocalServer m_server;
};

} // namespace signalbox
