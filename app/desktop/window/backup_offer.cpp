#include "app/desktop/window/backup_offer.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::BackupOffer)
};

} // namespace

QString BackupOffer::text(QDate today) const {
    const bool isOfToday = takenAt.date() == today;
    const QString when = isOfToday ? QLocale().toString(takenAt.time(), u"HH:mm"_s)
                                   : QLocale().toString(takenAt, u"d MMMM yyyy, HH:mm"_s);
    if (workflowCount == 1) return Text::tr("Restore the backup of %1, one workflow").arg(when);
    return Text::tr("Restore the backup of %1, %2 workflows").arg(when, QLocale().toString(workflowCount));
}

std::optional<BackupOffer> findBackupOffer(const std::string& storePath, const BackupSettings& settings) {
    const auto newest = BackupFolder(storePath, settings).newestReadable();
    if (!newest) return std::nullopt;
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(newest->first.takenAt.time_since_epoch());
    return BackupOffer{.path = QString::fromStdString(newest->first.path),
                       .takenAt = QDateTime::fromMSecsSinceEpoch(milliseconds.count()),
                       .workflowCount = newest->second.workflowCount};
}

} // namespace signalbox
