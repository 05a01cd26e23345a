#pragma once

#include <QDateTime>
#include <QString>

#include "engine/store/sqlite/backup_folder.h"

#include <optional>

namespace signalbox {

// A backup that an operator may put in the place of a damaged store.
struct BackupOffer {
    QString path;
    QDateTime takenAt;
    quint64 workflowCount = 0;

    // "Restore the backup of 14:05, 1,203 workflows"; with the date when it is not of `today`.
    [[nodiscard]] QString text(QDate today) const;
};

// The newest backup of the store at `storePath` that can be read.
[[nodiscard]] std::optional<BackupOffer> findBackupOffer(const std::string& storePath, const BackupSettings& settings);

} // namespace signalbox
