#include "ui/connections/copy_command.h"

#include "model/connection/connection.h"

#include <utility>

namespace signalbox::ui {

std::function<QString(const QString& reason)> commandFor(const model::Connection& connection, const std::string& id,
                                                         CommandOf command) {
    if (!connection.offersCalls()) return {};
    return [&connection, id, command = std::move(command)](const QString& reason) {
        const auto target = connection.callTarget(id);
        return target ? command(model::CallText(*target), connection.caller(reason)) : QString();
    };
}

} // namespace signalbox::ui
