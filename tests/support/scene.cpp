#include "tests/support/scene.h"

#include <QDir>
#include <QTest>
#include <QWidget>

#include <gtest/gtest.h>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

QImage saveScene(QWidget& widget, const QSize& size, const QString& name) {
    widget.resize(size);
    widget.show();
    if (!QTest::qWaitForWindowExposed(&widget)) ADD_FAILURE() << "never exposed: " << name.toStdString();
    const QImage image = widget.grab().toImage();
    const QDir folder(qEnvironmentVariable("SIGNALBOX_SCENES", u"scenes"_s));
    if (!folder.mkpath(u"."_s) || !image.save(folder.filePath(name + u".png"_s))) {
        ADD_FAILURE() << "cannot save scene " << name.toStdString();
    }
    return image;
}

} // namespace signalbox::ui
