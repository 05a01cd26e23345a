#pragma once

#include <QWidget>

#include "engine/base/error.h"

class QAction;

namespace signalbox {

// The window in place of the main window when a store cannot be opened: what is wrong with which file, and the ways on.
// It changes nothing in the file.
class StoreProblem : public QWidget {
    Q_OBJECT
public:
    StoreProblem(const QString& path, const Error& error, QWidget* parent = nullptr);

Q_SIGNALS:
    void retryWanted();
    void readOnlyWanted(); // offered when another process writes to the store
    void otherStoreWanted(const QString& path);

private:
    QAction* offer(const QString& name, const QString& text);
    void chooseOtherStore();

    QString m_path;
};

} // namespace signalbox
