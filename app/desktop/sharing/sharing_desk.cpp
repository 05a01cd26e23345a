#include "app/desktop/sharing/sharing_desk.h"

#include "app/desktop/window/store_window.h"
#include "ui/connections/share_dialog.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"

namespace signalbox {

using namespace Qt::StringLiterals;

SharingDesk::SharingDesk(model::StoreSharing& sharing, StoreWindow& store, const ui::Theme& theme)
    : m_sharing(sharing)
    , m_store(store)
    , m_theme(theme) {
    store.commands().setHandler(u"server.share"_s, this, [this] { showDialog(); });
    connect(&store.window().statusStrip(), &ui::StatusStrip::sharingActivated, this, &SharingDesk::showDialog);
    connect(&store, &StoreWindow::closed, this, &SharingDesk::onClosed);
    showMark();
}

void SharingDesk::showDialog() {
    if (m_dialog) return m_dialog->activateWindow();
    m_dialog = new ui::ShareDialog(m_theme, m_sharing, &m_store.window());
    connect(m_dialog, &ui::ShareDialog::sharingChanged, this, &SharingDesk::showMark);
    m_dialog->open();
}

void SharingDesk::showMark() {
    m_store.window().statusStrip().setShared(m_sharing.current().has_value());
}

// To close the window is to be done with it: nobody is left to see that others work there. A banner, since it is read
// when the window is shown again.
void SharingDesk::onClosed() {
    if (m_dialog) m_dialog->close();
    if (!m_sharing.current()) return;
    m_sharing.stop();
    showMark();
    m_store.window().banners().post(
        {.kind = ui::BannerKind::Note,
         .what = tr("This store is not shared with others any more: that ended when its window was closed."),
         .subject = m_store.source().name(),
         .retry =
             [self = QPointer(this)] {
                 if (self) self->showDialog();
             },
         .retryText = tr("Share again…")});
}

} // namespace signalbox
