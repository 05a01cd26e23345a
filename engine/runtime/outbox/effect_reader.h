#pragma once

#include "engine/effects/effect_sender.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/outbox/outbox_loader.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_effects.h"

#include <optional>
#include <vector>

namespace signalbox {

// Answers what is asked about effects, from what is committed.  Thread-safety: any thread.
class EffectReader {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        const DefinitionTable& definitions;
        const EffectBook& book;
        const OutboxLoader& loader;
        const EffectSender* sender; // null: there is none
    };
    explicit EffectReader(const Parts& parts) : m_parts(parts) {}

    // Errors: NotFound (workflow), InvalidArgument (limit); as Store's reads.
    [[nodiscard]] Result<EffectsReply> read(const EffectsRequest& request) const;

private:
    using Records = std::vector<EffectRecord>;

    // Newest first, one more than the limit where there are as many.
    [[nodiscard]] Result<Records> ofWorkflow(const EffectsRequest& request) const;
    [[nodiscard]] Result<Records> open(const EffectsRequest& request) const;
    [[nodiscard]] Status addOpen(EffectStatus status, EffectId after, const EffectsRequest& request,
                                 Records& found) const;
    [[nodiscard]] Seq newest() const { return m_parts.store.identity().lastSeq; }
    [[nodiscard]] Result<EffectEntry> toEntry(EffectRecord&& record, std::optional<ChangeRecord>& turn) const;

    const Parts m_parts;
};

} // namespace signalbox
