#include "app/desktop/picture.h"

#include <QApplication>
#include <QDialog>
#include <QPainter>
#include <QPixmap>
#include <QTest>

#include "app/desktop/store_window.h"

#include <chrono>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr auto kLongestWait = 15s;
// Twice the longest animation: whatever moves has come to rest.
constexpr auto kRest = 400ms;

} // namespace

bool waitUntilSettled(StoreWindow& store) {
    const auto settled = [&store] { return store.isSettled(); };
    if (!QTest::qWaitFor(settled, int(std::chrono::milliseconds(kLongestWait).count()))) return false;
    QTest::qWait(int(kRest.count()));
    return QTest::qWaitFor(settled, int(std::chrono::milliseconds(kLongestWait).count()));
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
