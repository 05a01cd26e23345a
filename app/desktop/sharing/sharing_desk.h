#pragma once

#include <QObject>
#include <QPointer>

#include "model/connections/store_sharing.h"

namespace signalbox {

class StoreWindow;

namespace ui {
class ShareDialog;
class Theme;
} // namespace ui

// Shares the store of a window while somebody can see that it does: its status strip says so as long as it goes on, and
// it ends when the window is closed, though the program may run on for other windows.
class SharingDesk : public QObject {
    Q_OBJECT
public:
    SharingDesk(model::StoreSharing& sharing, StoreWindow& store, const ui::Theme& theme);

private:
    void showDialog();
    void showMark();
    void onClosed();

    model::StoreSharing& m_sharing;
    StoreWindow& m_store;
    const ui::Theme& m_theme;
    QPointer<ui::ShareDialog> m_dialog;
};

} // namespace signalbox
