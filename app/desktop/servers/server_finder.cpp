#include "app/desktop/servers/server_finder.h"

#include <algorithm>
#include <limits>

namespace signalbox {

using model::Environment;
using model::ServerProfile;

namespace {

constexpr qsizetype kHandful = 5;

} // namespace

ServerFinder::ServerFinder(const model::ConnectionBook& book, QObject* parent)
    : ui::PaletteSource(parent)
    , m_book(book) {}

QString ServerFinder::heading() const {
    return tr("Servers");
}

void ServerFinder::search(const QString& query, quint64 ticket) {
    QList<ServerProfile> matching;
    for (const ServerProfile& profile : m_book.profiles()) {
        const bool isMeant = profile.name.contains(query, Qt::CaseInsensitive) ||
                             profile.folder.contains(query, Qt::CaseInsensitive) ||
                             profile.host.contains(query, Qt::CaseInsensitive);
        if (isMeant) matching.append(profile);
    }
    const auto age = [this](const ServerProfile& profile) {
        const qsizetype place = m_book.recent().indexOf(profile.id);
        return place < 0 ? std::numeric_limits<qsizetype>::max() : place;
    };
    std::ranges::stable_sort(matching, {}, age);
    QList<ui::PaletteHit> hits;
    for (const ServerProfile& profile : matching.first(std::min(matching.size(), kHandful)))
        hits.append({.id = profile.id,
                     .title = profile.name,
                     .detail = tr("connect to %1").arg(addressText(profile)),
                     .chip = environmentWord(profile.environment),
                     .chipTone = profile.environment == Environment::Production ? ui::Tone::Stop : ui::Tone::Muted});
    Q_EMIT found(ticket, hits);
}

void ServerFinder::activate(const QString& id) {
    Q_EMIT chosen(id);
}

} // namespace signalbox
