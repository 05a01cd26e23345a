#include "model/connections/connection_book.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSettings>
#include <QUuid>

#include "model/connections/profile_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

const QString kList = u"servers/list"_s;
const QString kRecent = u"servers/recent"_s;
const QString kId = u"id"_s;
const QString kProfile = u"profile"_s;

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

ServerProfile withoutId(ServerProfile profile) {
    profile.id.clear();
    return profile;
}

} // namespace

ConnectionBook::ConnectionBook(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
    read();
}

const ServerProfile* ConnectionBook::find(const QString& id) const {
    const qsizetype at = indexOf(id);
    return at < 0 ? nullptr : &m_profiles[at];
}

const ServerProfile* ConnectionBook::findByName(const QString& name) const {
    const auto found = std::ranges::find(m_profiles, name, &ServerProfile::name);
    return found == m_profiles.end() ? nullptr : &*found;
}

QStringList ConnectionBook::folders() const {
    QStringList found;
    for (const ServerProfile& profile : m_profiles) {
        const QStringList parts = profile.folder.split(u'/', Qt::SkipEmptyParts);
        for (qsizetype depth = 1; depth <= parts.size(); ++depth)
            found.append(parts.first(depth).join(u'/'));
    }
    found.sort();
    found.removeDuplicates();
    return found;
}

Result<QString> ConnectionBook::add(ServerProfile profile) {
    profile.id.clear();
    if (Status good = check(profile); !good) return std::unexpected(good.error());
    profile.id = newId();
    m_profiles.append(profile);
    write();
    return profile.id;
}

Status ConnectionBook::change(const ServerProfile& profile) {
    const qsizetype at = indexOf(profile.id);
    Q_ASSERT(at >= 0);
    if (Status good = check(profile); !good) return good;
    if (m_profiles[at] == profile) return {};
    m_profiles[at] = profile;
    write();
    return {};
}

void ConnectionBook::remove(const QString& id) {
    const qsizetype at = indexOf(id);
    if (at < 0) return;
    m_profiles.removeAt(at);
    const bool wasRecent = m_recent.removeAll(id) > 0;
    write();
    if (wasRecent) Q_EMIT recentChanged();
    Q_EMIT removed(id);
}

void ConnectionBook::move(const QString& id, const QString& folder, const QString& before) {
    const qsizetype from = indexOf(id);
    if (from < 0 || id == before) return;
    const QList<ServerProfile> earlier = m_profiles;
    ServerProfile moved = m_profiles.takeAt(from);
    moved.folder = folder;
    const qsizetype to = indexOf(before);
    m_profiles.insert(to < 0 ? m_profiles.size() : to, moved);
    if (m_profiles != earlier) write();
}

// They are exchanged: whatever stands between them is of other folders.
void ConnectionBook::moveBy(const QString& id, int step) {
    const ServerProfile* other = neighbour(id, step);
    if (!other) return;
    m_profiles.swapItemsAt(indexOf(id), indexOf(other->id));
    write();
}

const ServerProfile* ConnectionBook::neighbour(const QString& id, int step) const {
    const qsizetype from = indexOf(id);
    if (from < 0) return nullptr;
    for (qsizetype at = from + step; at >= 0 && at < m_profiles.size(); at += step)
        if (m_profiles[at].folder == m_profiles[from].folder) return &m_profiles[at];
    return nullptr;
}

void ConnectionBook::trust(const QString& id, const QString& fingerprint) {
    const ServerProfile* known = find(id);
    if (!known || known->fingerprint == fingerprint) return;
    ServerProfile trusted = *known;
    trusted.fingerprint = fingerprint;
    m_profiles[indexOf(id)] = trusted;
    write();
}

void ConnectionBook::noteUse(const QString& id) {
    if (indexOf(id) < 0 || (!m_recent.isEmpty() && m_recent.first() == id)) return;
    m_recent.removeAll(id);
    m_recent.prepend(id);
    if (m_recent.size() > kMostRecent) m_recent.resize(kMostRecent);
    m_settings.setValue(kRecent, m_recent);
    Q_EMIT recentChanged();
}

QString ConnectionBook::freeName(const QString& wanted) const {
    QString name = wanted;
    for (int number = 2; findByName(name); ++number) {
        const QString ending = u'-' + QString::number(number);
        name = wanted.first(std::min(wanted.size(), kLongestAuthority - ending.size())) + ending;
    }
    return name;
}

QByteArray ConnectionBook::exported() const {
    return profilesText(m_profiles);
}

Result<ConnectionBook::Imported> ConnectionBook::import(const QByteArray& text) {
    auto profiles = parseProfiles(text);
    if (!profiles) return std::unexpected(profiles.error());
    Imported result;
    for (ServerProfile& profile : *profiles) {
        if (knows(profile)) {
            ++result.known;
            continue;
        }
        const QString name = freeName(profile.name);
        if (name != profile.name) result.renamed.append(name);
        profile.name = name;
        profile.id = newId();
        m_profiles.append(profile);
        ++result.added;
    }
    if (result.added > 0) write();
    return result;
}

// What somebody has spoilt is left out.
void ConnectionBook::read() {
    const int count = m_settings.beginReadArray(kList);
    for (int place = 0; place < count; ++place) {
        m_settings.setArrayIndex(place);
        ServerProfile profile =
            profileFrom(QJsonDocument::fromJson(m_settings.value(kProfile).toString().toUtf8()).object());
        profile.id = m_settings.value(kId).toString();
        if (!profile.id.isEmpty() && indexOf(profile.id) < 0 && check(profile)) m_profiles.append(profile);
    }
    m_settings.endArray();
    m_recent = m_settings.value(kRecent).toStringList();
    m_recent.removeIf([this](const QString& id) { return indexOf(id) < 0; });
}

void ConnectionBook::write() {
    m_settings.remove(kList);
    m_settings.beginWriteArray(kList, static_cast<int>(m_profiles.size()));
    for (int place = 0; place < m_profiles.size(); ++place) {
        m_settings.setArrayIndex(place);
        m_settings.setValue(kId, m_profiles[place].id);
        m_settings.setValue(kProfile,
                            QString::fromUtf8(QJsonDocument(toJson(m_profiles[place])).toJson(QJsonDocument::Compact)));
    }
    m_settings.endArray();
    m_settings.setValue(kRecent, m_recent);
    Q_EMIT changed();
}

qsizetype ConnectionBook::indexOf(const QString& id) const {
    const auto found = std::ranges::find(m_profiles, id, &ServerProfile::id);
    return found == m_profiles.end() ? -1 : found - m_profiles.begin();
}

Status ConnectionBook::check(const ServerProfile& profile) const {
    if (Status good = validate(profile); !good) return good;
    const ServerProfile* bearer = findByName(profile.name);
    if (bearer && bearer->id != profile.id)
        return fail(ErrorCode::AlreadyExists,
                    tr("There is a server of the name “%1” already.").arg(profile.name).toStdString());
    return {};
}

bool ConnectionBook::knows(const ServerProfile& profile) const {
    return std::ranges::any_of(m_profiles, [&profile](const auto& each) { return withoutId(each) == profile; });
}

} // namespace signalbox::model
