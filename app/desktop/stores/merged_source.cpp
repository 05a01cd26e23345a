#include "app/desktop/stores/merged_source.h"

#include <QCoreApplication>

#include "model/connection/server_profile.h"

namespace signalbox {

MergedSource::MergedSource(model::ServerRoster& roster, const Clock& clock) : m_roster(roster) {
    const auto caughtUp = [roster = &m_roster](const std::string& server) {
        const auto note = [roster, name = QString::fromStdString(server)] { roster->noteCaughtUp(name); };
        QMetaObject::invokeMethod(roster, note, Qt::QueuedConnection);
    };
    m_service = std::make_unique<MergedService>(
        MergedService::Parts{.scheduler = m_scheduler, .clock = clock, .caughtUp = caughtUp});
}

QString MergedSource::name() const {
    return QCoreApplication::translate("signalbox::MergedSource", "All servers");
}

QString MergedSource::authority() const {
    return QString::fromLatin1(model::kMergedAuthority);
}

} // namespace signalbox
