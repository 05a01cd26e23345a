#pragma once

#include <QWidget>

#include "app/desktop/window/backup_offer.h"
#include "engine/base/error.h"

class QAction;

namespace signalbox {

namespace ui {
class EmptyState;
}

// The window in place of the main window when a store cannot be opened: what is wrong with which file, and the ways on.
// It changes nothing in the file.
class StoreProblem : public QWidget {
    Q_OBJECT
public:
    // `backup`: offered in the place of a store that is damaged.
    StoreProblem(const QString& path, const Error& error, const std::optional<BackupOffer>& backup = {},
                 QWidget* parent = nullptr);

    // While a backup is being restored nothing else can be chosen.
    void setRestoring();

Q_SIGNALS:
    void retryWanted();
    void readOnlyWanted(); // offered when another process writes to the store, and where changes are lost
    void restoreWanted(const QString& backup);
    void otherStoreWanted(const QString& path);

private:
    QAction* offer(const QString& name, const QString& text);
    void offerRestoring(const std::optional<BackupOffer>& backup);
    void chooseOtherStore();

    QString m_path;
    ui::EmptyState* m_message;
    QList<QAction*> m_ways;
};

} // namespace signalbox
