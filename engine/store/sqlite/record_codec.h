#pragma once

#include "engine/base/hash.h"
#include "engine/store/sqlite/row_codec.h"
#include "engine/store/store.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox {

// Rows of the store's tables from and to records, column by column as FORMAT.md lists them. Readers answer nothing for
// a row whose checksum or content does not hold. Buffers are kept, so that a turn costs no allocation.
// Thread-safety: one thread at a time.
class RecordCodec {
public:
    enum class Part : std::uint8_t { Whole, WithoutData }; // the memory counts as data too

    // Each binds all columns with the CRC.  Returns: the number of the next parameter.
    // Lifetime: `record` and this codec live unchanged until the query ran.
    // `removed`: the change that removed it; 0: it is there.
    int writeId(Query& query, WorkflowKey key, const std::string& id, Seq removed);
    int writeWorkflow(Query& query, const WorkflowRecord& record, Seq lastChange);
    int writeEffect(Query& query, const EffectRecord& record);
    int writeTimer(Query& query, WorkflowKey workflow, const TimerRequest& timer);
    int writeDefinition(Query& query, const DefinitionRecord& record);

    struct Place {
        Seq seq;
        Seq previous;
        std::size_t effectCount = 0;
    };
    // Returns: the head of the hash chain with this change.
    Sha256 writeChange(Query& query, const ChangeRecord& record, const Place& place, const Sha256& chain);

    // The columns of `workflow` from `column` on, the last ones of the query.
    [[nodiscard]] bool readWorkflow(const Query& query, Part part, WorkflowRecord& record, int column = 0);
    // `id`, `removed` and `crc` of workflow_id from `column` on.
    [[nodiscard]] bool readId(const Query& query, WorkflowKey key, int column, std::string& id);
    [[nodiscard]] std::optional<EffectRecord> readEffect(const Query& query);
    [[nodiscard]] std::optional<TimerRecord> readTimer(const Query& query);
    [[nodiscard]] std::optional<DefinitionRecord> readDefinition(const Query& query);
    [[nodiscard]] std::optional<ChangeRecord> readChange(const Query& query);

    struct Link {
        Seq seq;
        Sha256 chain;          // as the row says
        bool isLinked = false; // it is what the row and the head before give
        bool isIntact = false;
    };
    // A row of `change` as a link of the hash chain whose head before it is `head`.
    [[nodiscard]] Link readLink(const Query& query, const Sha256& head);
    // The head of the chain as a row of `change` tells it.
    [[nodiscard]] static Sha256 chainOf(const Query& query);

private:
    RowBytes m_row;
    std::vector<std::byte> m_value;         // CBOR of the record being written
    std::vector<std::byte> m_configuration; // as m_value
    std::vector<std::byte> m_late;          // as m_value: of the late column
    Sha256 m_chain{};                       // bound by writeChange
};

} // namespace signalbox
