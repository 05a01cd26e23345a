#include "app/desktop/tour/picture.h"

#include <QApplication>
#include <QDialog>
#include <QPainter>
#include <QPixmap>
#include <QTest>

#include "app/desktop/window/store_window.h"

#include <chrono>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr auto kLongestWait = 15s;
// Rounds of the event loop without anything to do: what one part of the window sets going in another is seen by then.
constexpr int kQuietRounds = 3;

} // namespace

bool waitUntilSettled(StoreWindow& store) {
    int quiet = 0;
    const auto rests = [&store, &quiet] {
        quiet = store.isSettled() ? quiet + 1 : 0;
        return quiet >= kQuietRounds;
    };
    return QTest::qWaitFor(rests, int(std::chrono::milliseconds(kLongestWait).count()));
}

Status takePicture(QWidget& window, const QString& path) {
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QWidget* other : QApplication::topLevelWidgets()) {
        const bool isOver = other != &window && other->isVisible() && other->isWindow();
        if (isOver) painter.drawPixmap(window.mapFromGlobal(other->mapToGlobal(QPoint(0, 0))), other->grab());
    }
    painter.end();
    if (picture.save(path)) return {};
    return fail(ErrorCode::Io, "the picture " + path.toStdString() + " cannot be written",
                "Choose a folder that exists and that you may write to, and a name that ends in .png.");
}

Status takeSettledPicture(StoreWindow& store, const QString& path) {
    if (!waitUntilSettled(store)) return fail(ErrorCode::Busy, "the window did not come to rest");
    return takePicture(store.window(), path);
}

} // namespace signalbox
