#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace signalbox {

class StoreWindow;

namespace ui {
class Banner;
}

// Tells in the window of a server that it waits for the key store, once that takes a while, and offers to enter the
// token instead.
class KeyStoreNotice : public QObject {
    Q_OBJECT
public:
    // It belongs to the window.  Requires: the window of a server.
    KeyStoreNotice(StoreWindow& window, std::function<void()> enterToken);

private:
    void follow();
    void show();

    StoreWindow& m_window;
    std::function<void()> m_enterToken;
    QTimer m_patience;
    QPointer<ui::Banner> m_banner;
};

} // namespace signalbox
