#include "model/connection/server_roster.h"

#include <algorithm>

namespace signalbox::model {

namespace {

// Lifetime: as of `list`.
const ServerRoster::Server* pointerTo(const QList<ServerRoster::Server>& list, auto found) {
    return found == list.end() ? nullptr : &*found;
}

bool comesFirst(const ServerRoster::Server& left, const ServerRoster::Server& right) {
    if (left.profile.has_value() != right.profile.has_value()) return !left.profile;
    return left.title.compare(right.title, Qt::CaseInsensitive) < 0;
}

} // namespace

const ServerRoster::Server* ServerRoster::find(const QString& name) const {
    return pointerTo(m_servers, std::ranges::find(m_servers, name, &Server::name));
}

const ServerRoster::Server* ServerRoster::findByKey(const QString& key) const {
    return pointerTo(m_servers, std::ranges::find(m_servers, key, &Server::key));
}

const ServerRoster::Server* ServerRoster::serverOf(const std::string& id) const {
    return find(QString::fromStdString(id.substr(0, id.find('/'))));
}

void ServerRoster::put(const Server& server) {
    const auto known = std::ranges::find(m_servers, server.key, &Server::key);
    const bool isNew = known == m_servers.end();
    if (!isNew && *known == server) return;
    const bool isBack = !isNew && known->access.awaySince && !server.access.awaySince;
    const bool isSameAccess = !isNew && known->access == server.access && known->name == server.name;
    if (isNew)
        m_servers.append(server);
    else
        *known = server;
    std::ranges::stable_sort(m_servers, comesFirst);
    Q_EMIT changed();
    if (!isSameAccess) Q_EMIT accessChanged();
    if (isNew || isBack) Q_EMIT refreshWanted(server.name);
}

void ServerRoster::remove(const QString& key) {
    const Server* known = findByKey(key);
    if (!known) return;
    const QString name = known->name;
    m_servers.removeIf([&key](const Server& each) { return each.key == key; });
    Q_EMIT changed();
    Q_EMIT accessChanged();
    Q_EMIT refreshWanted(name);
}

QString ownId(const std::string& id) {
    return QString::fromStdString(id.substr(id.find('/') + 1));
}

} // namespace signalbox::model
