#include <QApplication>
#include <QSettings>

#include "app/desktop/desktop.h"
#include "app/desktop/options.h"
#include "engine/base/core_files.h"
#include "engine/remote/grpc_locks.h"

#include <cstdio>

namespace {

constexpr int kNoDisplay = 1;

bool hasDisplay() {
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
           qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
}

// The offscreen plugin says with every window what it has no screen for; nobody who asked for a picture wants to know.
void printMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (message.startsWith(QLatin1String("This plugin does not support"))) return;
    std::fputs(qPrintable(qFormatLogMessage(type, context, message) + QLatin1Char('\n')), stderr);
}

} // namespace

int main(int argc, char** argv) {
    const auto options = signalbox::parseOptions(argc, argv);
    if (!options) {
        std::fputs(options.error().message.c_str(), options.error().status == 0 ? stdout : stderr);
        return options.error().status;
    }
    if (options->isUnattended()) {
        qInstallMessageHandler(printMessage);
        // Pictures are the same with and without a screen.
        if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (!hasDisplay()) {
        std::fputs("signalbox: there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n"
                   "  Take a picture with --screenshot FILE, or see the story with --tour DIR: both need no display.\n",
                   stderr);
        return kNoDisplay;
    }
    // Tokens of servers go through its memory. Not by prctl(PR_SET_DUMPABLE), which would also keep the portals of a
    // desktop from finding out who asks them for a file.
    signalbox::leaveNoCore();
    signalbox::endDeadlockSearch();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("signalbox"));
    QApplication::setOrganizationName(QStringLiteral("signalbox"));
    QApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    return signalbox::runDesktop(application, *options);
}
