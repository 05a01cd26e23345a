#include "app/desktop/servers/key_store_notice.h"

#include "app/desktop/stores/server_source.h"
#include "app/desktop/window/store_window.h"
#include "ui/widgets/banner.h"

#include <chrono>
#include <utility>

namespace signalbox {

using namespace std::chrono_literals;

namespace {

// A key store that is open answers sooner.
constexpr auto kPatience = 1s;

} // namespace

KeyStoreNotice::KeyStoreNotice(StoreWindow& window, std::function<void()> enterToken)
    : QObject(&window)
    , m_window(window)
    , m_enterToken(std::move(enterToken)) {
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &KeyStoreNotice::show);
    connect(&window.source().server()->link(), &model::ServerLink::changed, this, &KeyStoreNotice::follow);
    follow();
}

void KeyStoreNotice::follow() {
    if (m_window.source().server()->link().isWaitingForKeyStore()) {
        if (!m_banner && !m_patience.isActive()) m_patience.start();
        return;
    }
    m_patience.stop();
    if (m_banner) Q_EMIT m_banner->dismissed();
    m_banner.clear();
}

void KeyStoreNotice::show() {
    ui::BannerArea& banners = m_window.window().banners();
    banners.post({.kind = ui::BannerKind::Note,
                  .what = tr("The key store of this computer has not given the token yet: it may be waiting to be "
                             "unlocked. This server is connected as soon as it answers."),
                  .subject = m_window.source().name(),
                  .retry =
                      [self = QPointer(this)] {
                          if (!self) return;
                          self->m_patience.start(); // whoever gives that up, too, is told again
                          self->m_enterToken();
                      },
                  .retryText = tr("Enter the token instead…")});
    m_banner = banners.banners().first();
}

} // namespace signalbox
