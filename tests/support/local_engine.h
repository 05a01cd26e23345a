#pragma once

#include "engine/chart/samples/bug_tracker.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/temp_dir.h"

#include <functional>
#include <memory>

namespace signalbox::tests {

// The real engine with the bug tracker on a store of its own, removed with the test.
class LocalEngine {
public:
    // What stands between the engine and its store.
    using Wrap = std::function<std::unique_ptr<Store>(Store&)>;

    explicit LocalEngine(const Wrap& wrap = {}) {
        m_store = SqliteStore::open(m_directory.file("test.signalbox"), {}, m_clock).value();
        if (wrap) m_wrapped = wrap(*m_store);
        m_engine = Engine::open({.store = m_wrapped ? *m_wrapped : *m_store,
                                 .clock = m_clock,
                                 .scheduler = m_scheduler,
                                 .charts = {bugTracker()},
                                 .settings = {}})
                       .value();
    }

    WorkflowService& service() { return *m_engine; }

private:
    TempDir m_directory;
    SystemClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Store> m_wrapped;
    ThreadScheduler m_scheduler;
    std::unique_ptr<Engine> m_engine;
};

} // namespace signalbox::tests
