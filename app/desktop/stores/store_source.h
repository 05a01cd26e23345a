#pragma once

#include <QString>

#include "engine/workflow_service.h"

namespace signalbox {

class LocalEngine;
class ServerSource;

namespace model {
class ServerRoster;
}

// A store of workflows that a window shows: one that is opened in this process, that of a server, or those of all.
class StoreSource {
public:
    virtual ~StoreSource() = default;

    [[nodiscard]] virtual WorkflowService& service() = 0;
    // As people call it: "This computer", "prod-eu".
    [[nodiscard]] virtual QString name() const = 0;
    // As links do: "local", "prod-eu".
    [[nodiscard]] virtual QString authority() const = 0;
    // What is kept for it in settings is kept under this, for ever.
    [[nodiscard]] virtual QString key() const = 0;

    // What only a store of this process has: samples, the sending of effects. Null: it is elsewhere.
    [[nodiscard]] virtual LocalEngine* local() { return nullptr; }
    // What only a store of a server has: a connection. Null: it is here.
    [[nodiscard]] virtual ServerSource* server() { return nullptr; }
    // What only all of them at once have: how each stands. Null: it is one.
    [[nodiscard]] virtual model::ServerRoster* servers() { return nullptr; }
};

} // namespace signalbox
