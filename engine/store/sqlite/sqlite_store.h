#pragma once

#include "engine/base/clock.h"
#include "engine/store/sqlite/migration.h"
#include "engine/store/sqlite/verification.h"
#include "engine/store/store.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace signalbox {

// The embedded store: one SQLite file, as engine/store/FORMAT.md specifies it.
//
// One process writes to a file, others may read it meanwhile. Writing: one connection, one transaction per commit(),
// WAL with synchronous=FULL, checkpoints by the writer only. Reading: connections of its own from a small pool, no
// statement open between calls. Every row is checked against its CRC when it is read.
class SqliteStore final : public Store {
public:
    enum class Mode : std::uint8_t { ReadWrite, ReadOnly };
    struct Options {
        Mode mode = Mode::ReadWrite;
        bool createIfMissing = true; // an empty file counts as missing
        // Trusts what looks like a network file system, where others may change the file unnoticed.
        bool allowNetworkFileSystem = false;
        std::string vfs = {};                 // of SQLite, for both reading and writing; empty: the operating system's
        StoreFormat format = currentFormat(); // an older store is brought to it; tests have their own
    };

    // Opens or makes the store at `path`.  Lifetime: `clock` outlives the store.
    // Errors: NotFound (and not to be created); Locked, naming the holder; NotAStore (a folder, another program's file,
    // no SQLite file); NewerFormat; NotPermitted (a network file system); Corrupt; DataLoss (it lacks what it had
    // acknowledged; when opened for reading only, it is opened, and damage() tells); Io. A file that is refused is left
    // as it was.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, const Options& options,
                                                                   const Clock& clock);
    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    [[nodiscard]] StoreIdentity identity() const override;
    // What was found wrong with a store that is opened for reading only, and can be read all the same.
    [[nodiscard]] std::optional<Error> damage() const;

    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions() override;
    Result<DefinitionRecord> putDefinition(DefinitionRecord definition) override;

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override;
    // Checkpoints when nothing was committed for a second: call it when the queue runs dry, and about every second
    // while it stays so.
    void idle() override;
    [[nodiscard]] std::optional<Error> refusal() const override;

    Status visitWorkflows(std::span<const WorkflowVisitor> visitors) override;
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey key) override;
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit) override;
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                std::uint32_t limit) override;
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey key) override;
    [[nodiscard]] Result<std::vector<TimerRecord>> timers() override;
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow) override;
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus status) override;

    // Follows the hash chain over the whole log.  Returns: the last change.
    // Errors: Corrupt, naming the first change that is missing, damaged or does not follow; Io.
    [[nodiscard]] Result<Seq> verifyChain();

    // Reads everything as of one moment: verifyStore().  Thread-safety: any thread, beside commits.
    [[nodiscard]] Result<StoreSummary> verify(const std::stop_token& stop = {});
    // Copies the store into the new file `target`, verified before it counts: backUpStore(). Commits go on meanwhile;
    // the write-ahead log grows until the copy is made.  Thread-safety: any thread.
    [[nodiscard]] Result<StoreSummary> backup(const std::string& target, const std::stop_token& stop = {});

private:
    struct Parts;

    explicit SqliteStore(std::unique_ptr<Parts> parts);

    [[nodiscard]] Error openedReadOnly() const;

    const std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox
