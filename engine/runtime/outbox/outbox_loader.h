#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"

#include <string>

namespace signalbox {

// Brings open effects from the store into the book, page by page.
// Thread-safety: any thread.
class OutboxLoader {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        EffectBook& book;
        TaskGroup& tasks;
        const Clock& clock;
        EngineLog* log; // null: nobody listens
    };
    explicit OutboxLoader(const Parts& parts) : m_parts(parts) {}

    // All of them, as the store is opened.  Errors: as Store's reads.
    [[nodiscard]] Status load();
    // Those that are not in the book because they were held.  Requires: a task of the group.
    void admitHeld() { admitAfter({}); }

    // When an effect was asked for.  Errors: as Store's reads; Corrupt.
    [[nodiscard]] Result<ChangeRecord> turnOf(EffectId effect) const;
    // The id of the workflow that it is of, which may be gone.  Errors: as Store's reads; Corrupt.
    [[nodiscard]] Result<std::string> workflowOf(const EffectRecord& record) const;

private:
    [[nodiscard]] Status load(EffectStatus status);
    [[nodiscard]] Result<Time> notBefore(const EffectRecord& record) const;
    void admitAfter(EffectId last);
    [[nodiscard]] Result<EffectId> admitPage(EffectId after);

    const Parts m_parts;
};

} // namespace signalbox
