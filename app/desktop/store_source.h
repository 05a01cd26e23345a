#pragma once

#include <QString>

#include "engine/workflow_service.h"

namespace signalbox {

class LocalEngine;
class ServerSource;

// A store of workflows that a window shows: one that is opened in this process, or that of a server.
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
};

} // namespace signalbox
