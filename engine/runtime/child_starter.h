#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/deployer.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/workflow_service.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// Starts children: compiles what <invoke> names, from the package that its definition was deployed with, keeps that in
// the store as a definition of its own, PARENT.CHILD, and creates the child. The same content is the same version.
//
// What is sent to a child while it is being started waits for it here.
// Thread-safety: any thread.
class ChildStarter {
public:
    struct Parts {
        const DefinitionTable& definitions;
        Deployer& deployer;
        Dispatcher& dispatcher;
        TaskGroup& tasks;
        bool hasCompiler = false; // without, no child can be started
    };
    explicit ChildStarter(const Parts& parts) : m_parts(parts) {}

    // `request` is to start a child. Asked again with the same request id, it is the same child.
    // Errors: InvalidArgument (type, id), NotFound (file), InvalidDefinition, DefinitionUnavailable, ActionFailed,
    // AlreadyExists (another workflow has its id); as Engine::deploy and Engine::create.
    void start(DeliveryRequest request, Reply<CreateReply> reply);

    // Calls `then` when no start of `child` is under way: at once, or after it, with its Error.
    using Continuation = std::move_only_function<void(const Status&)>;
    void afterStart(const std::string& child, Continuation then);

private:
    struct Start;

    void prepare(Start start);
    void deploy(Start start, DefinitionSource source, std::string key);
    void create(Start start, DefinitionRef definition);
    void finish(const std::string& child, Reply<CreateReply>& reply, Result<CreateReply> result);
    [[nodiscard]] std::optional<DefinitionRef> known(const std::string& key) const;
    void remember(std::string key, DefinitionRef definition);

    const Parts m_parts;
    mutable Mutex m_mutex;
    std::map<std::string, std::vector<Continuation>> m_underWay GUARDED_BY(m_mutex); // by child
    // So that a text is compiled once, and not at each start.
    std::unordered_map<std::string, DefinitionRef> m_known GUARDED_BY(m_mutex);
};

} // namespace signalbox
