#pragma once

#include <QObject>

#include "app/desktop/stores/server_source.h"
#include "model/connections/connection_tester.h"

#include <memory>

namespace signalbox {

// Tries a server by connecting to it as a window would, and dropping the connection once the outcome is known.
class RemoteTester : public QObject, public model::ConnectionTester {
    Q_OBJECT
public:
    explicit RemoteTester(ServerOpener open, QObject* parent = nullptr);
    ~RemoteTester() override;

    void test(const model::ServerProfile& profile, const QString& token,
              std::function<void(const LinkState&)> done) override;

private:
    void look();

    ServerOpener m_open;
    std::unique_ptr<ServerSource> m_server; // while one is tried
    std::function<void(const LinkState&)> m_done;
    quint64 m_test = 0; // the last one that was begun
};

} // namespace signalbox
