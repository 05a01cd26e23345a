#include "ui/connections/copy_command.h"

#include "model/connection/connection.h"

#include <utility>

namespace signalbox::ui {

std::function<QString(const QString& reason)> commandFor(const model::Connection& connection, CommandOf command) {
    if (!connection.callTarget()) return {};
    return [&connection, command = std::move(command)](const QString& reason) {
        return command(model::CallText(*connection.callTarget()), connection.caller(reason));
    };
}

} // namespace signalbox::ui
