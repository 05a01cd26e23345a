#pragma once

#include <QDialog>

class QHBoxLayout;

namespace signalbox::ui {

// Asks what becomes of what is written about a server and not saved, before something else takes its place. To close it
// is to keep editing.
class UnsavedDialog : public QDialog {
    Q_OBJECT
public:
    // `server`: its name as it is kept; empty: a new one.
    explicit UnsavedDialog(const QString& server, QWidget* parent = nullptr);

Q_SIGNALS:
    void saveWanted();
    void discardWanted();

private:
    void addButtons(QHBoxLayout& row);
};

} // namespace signalbox::ui
