#pragma once

#include "engine/base/clock.h"
#include "engine/chart/definition_compiler.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/watch/watch_hub.h"
#include "engine/store/catalogue.h"
#include "engine/workflow_service.h"

#include <memory>

namespace signalbox {

// Brings definitions that are texts into the store: compiles them, finds their version, and tells everybody.
// Thread-safety: any thread.
class Deployer {
public:
    struct Parts {
        DefinitionTable& definitions;
        Catalogue& catalogue;
        CommitPipeline& pipeline;
        WatchHub& watchers;
        TaskGroup& tasks;
        const DefinitionCompiler* compiler; // null: no text is taken
        const Clock& clock;
    };
    explicit Deployer(const Parts& parts) : m_parts(parts) {}

    // Requires: inside a task of the engine; compiling takes its time.
    void deploy(DeployRequest request, Reply<DeployReply> reply);

private:
    struct Deployment;

    [[nodiscard]] Status check(const DeployRequest& request) const;
    [[nodiscard]] Status compile(Deployment& deployment) const;
    // The version that the compiled chart is to have; sets the reply's `isNew` and what it is compared with.
    // Errors: InvalidDefinition for a name that a program brought.
    [[nodiscard]] Status place(Deployment& deployment) const;
    void install(std::unique_ptr<Deployment> deployment);
    void startAgain(std::unique_ptr<Deployment> deployment);
    void finish(std::unique_ptr<Deployment> deployment, Result<DefinitionRecord> installed);

    const Parts m_parts;
};

} // namespace signalbox
