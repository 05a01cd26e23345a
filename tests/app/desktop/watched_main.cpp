#include "tests/app/desktop/watched_application.h"

#include <gtest/gtest.h>

// The main() of tests that look at how long the thread of the windows waits.
int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const signalbox::WatchedApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
