#include <QApplication>

#include <gtest/gtest.h>

// The main() of every test program of model and ui.
int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    // The build lists the cases, and has no display.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
