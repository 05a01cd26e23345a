#include "app/desktop/window/replaced_store_notice.h"

#include "app/desktop/stores/server_source.h"
#include "app/desktop/window/store_window.h"
#include "ui/widgets/banner.h"

#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

ReplacedStoreNotice::ReplacedStoreNotice(StoreWindow& window) : QObject(&window), m_window(window) {
    connect(&window.connection(), &model::Connection::logReplaced, this, &ReplacedStoreNotice::show);
    if (ServerSource* server = window.source().server())
        connect(&server->link(), &model::ServerLink::changed, this, &ReplacedStoreNotice::followLink);
    followLink();
}

void ReplacedStoreNotice::followLink() {
    if (m_watched.empty()) m_watched = storeNow();
}

// A server says which store it has before it refuses to go on from where another one was.
void ReplacedStoreNotice::show(const Error& error) {
    const std::string before = std::exchange(m_watched, storeNow());
    const bool isOther = before != m_watched;
    ui::BannerMessage message{.kind = ui::BannerKind::Warning,
                              .what = tr("An older backup is in the place of this store: changes are missing that it "
                                         "had. Everything was read anew."),
                              .subject = m_window.source().name(),
                              .code = u"DataLoss"_s,
                              .detail = QString::fromStdString(error.message)};
    if (isOther) {
        message.what = tr("Another store is at this address: what is shown was read anew.");
        message.code.clear(); // nothing is lost
    }
    m_window.window().banners().post(message);
}

std::string ReplacedStoreNotice::storeNow() const {
    const ServerSource* server = m_window.source().server();
    return server ? server->link().state().storeId : std::string();
}

} // namespace signalbox
