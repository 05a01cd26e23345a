#include "engine/store/sqlite/sqlite_store.h"

#include "engine/store/sqlite/backup.h"
#include "engine/store/sqlite/file_system.h"
#include "engine/store/sqlite/lock_file.h"
#include "engine/store/sqlite/opening_check.h"
#include "engine/store/sqlite/parallel_visit.h"
#include "engine/store/sqlite/reader_pool.h"
#include "engine/store/sqlite/schema.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/watermark.h"
#include "engine/store/sqlite/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

constexpr std::uint32_t kLinksPerRead = 10'000;

std::unexpected<Error> missing(const std::string& path) {
    return fail(ErrorCode::NotFound, fmt::format("{}: there is no store", path),
                "Check the path, or let a new store be made there.");
}

// No new store is made in the place of one that had changes, nor beside the log of one that is gone.
std::optional<Error> findLostStore(const std::string& path) {
    const auto mark = Watermark::read(path);
    const std::string kept = newestKeptAside(path);
    const std::string aside = kept.empty() ? "" : fmt::format("A restore was interrupted, and kept it in {}. ", kept);
    if (mark && mark->seq != Seq(0))
        return Error{.code = ErrorCode::DataLoss,
                     .message =
                         fmt::format("{}: the store that was here is gone; it had {} changes", path, mark->seq.value()),
                     .advice = fmt::format("{}Restore {}the newest backup, or remove {} to begin anew.", aside,
                                           kept.empty() ? "" : "it or ", Watermark::pathFor(path))};
    if (!hasLog(path)) return std::nullopt;
    return Error{.code = ErrorCode::DataLoss,
                 .message = fmt::format("{}: the store that was here is gone; its write-ahead log is left", path),
                 .advice = fmt::format("{}Restore the newest backup, which keeps the log.", aside)};
}

// What is written to a backup would be another past under the same epoch.
Status refuseBackup(const std::string& path, const std::string& vfs) {
    const auto summary = summarizeStore({.path = path, .vfs = vfs, .isImmutable = true});
    if (!summary || !summary->meta.backupOf) return {};
    return fail(ErrorCode::ReadOnly, fmt::format("{}: is a backup, which is not written to", path),
                "Restore it, or open it read-only.");
}

// Everything a store is made of, put together step by step.
struct Opened {
    const Clock* clock = nullptr;
    Reader::Source source;
    StoreIdentity identity;
    std::optional<Error> damage;
    std::unique_ptr<LockFile> lock;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<ReaderPool> readers;
};

Status openForReading(Opened& opened, const SqliteStore::Options& options) {
    const std::string& path = opened.identity.path;
    const Result<StoreFile> file = inspectStoreFile(path, options.vfs, options.format.version);
    if (!file) return std::unexpected(file.error());
    if (*file != StoreFile::Store) return missing(path);
    opened.identity.isReadOnly = true;
    return {};
}

// A program that writes meanwhile may finish two checkpoints between two looks, but not again and again.
Status checkForReading(Opened& opened, const Database::Options& options, std::int64_t newestVersion) {
    constexpr int kLooks = 3;
    Status done;
    for (int look = 0; look < kLooks; ++look) {
        const auto check = OpeningCheck::begin(opened.identity.path, options.vfs);
        if (!check) {
            done = std::unexpected(check.error());
            continue;
        }
        Database database;
        if (done = database.open(opened.identity.path, options); !done) return done;
        if (hasLog(opened.identity.path)) database.foldWalOnClose(false);
        if (done = prepareReader(database); !done) return done;
        const auto meta = check->compare(database, newestVersion);
        if (!meta) {
            done = std::unexpected(meta.error());
            continue;
        }
        auto loss = check->findLoss(database, *meta);
        if (!loss) return std::unexpected(std::move(loss.error()));
        opened.damage = *std::move(loss);
        return {};
    }
    return done;
}

// Requires: the file is there, or may be made.
Status lockForWriting(Opened& opened, const SqliteStore::Options& options, Time now) {
    const std::string& path = opened.identity.path;
    // First without the lock, so that no lock file appears beside a file that is none of ours.
    const Result<StoreFile> before = inspectStoreFile(path, options.vfs, options.format.version);
    if (!before) return std::unexpected(before.error());
    if (*before != StoreFile::Store && !options.createIfMissing) return missing(path);
    if (*before == StoreFile::Store)
        if (Status allowed = refuseBackup(path, options.vfs); !allowed) return allowed;
    opened.lock = std::make_unique<LockFile>();
    if (Status done = opened.lock->acquire(path, now); !done) return done;
    const Result<StoreFile> file = inspectStoreFile(path, options.vfs, options.format.version);
    if (!file) return std::unexpected(file.error());
    if (*file == StoreFile::Store) return {};
    if (const auto gone = findLostStore(path)) return std::unexpected(*gone);
    return createStoreFile(path, options.vfs, now);
}

Status openForWriting(Opened& opened, const SqliteStore::Options& options, const Clock& clock) {
    if (Status done = lockForWriting(opened, options, clock.now()); !done) return done;
    auto writer = Writer::open({.path = opened.identity.path, .vfs = options.vfs, .format = options.format}, clock);
    if (!writer) return std::unexpected(std::move(writer.error()));
    opened.writer = std::move(*writer);
    return {};
}

Status readIdentity(Opened& opened) {
    auto reader = opened.readers->lend();
    if (!reader) return std::unexpected(std::move(reader.error()));
    const auto meta = (*reader)->meta();
    if (!meta) return std::unexpected(meta.error());
    const auto lastSeq = (*reader)->lastSeq();
    if (!lastSeq) return std::unexpected(lastSeq.error());
    const auto lastKey = (*reader)->lastKey();
    if (!lastKey) return std::unexpected(lastKey.error());
    opened.identity.id = meta->storeId;
    opened.identity.epoch = meta->epoch;
    opened.identity.replyKey = meta->replyKey;
    opened.identity.lastSeq = *lastSeq;
    opened.identity.lastKey = *lastKey;
    return {};
}

Status openParts(Opened& opened, const SqliteStore::Options& options, const Clock& clock) {
    if (!options.allowNetworkFileSystem)
        if (Status local = checkFileSystem(opened.identity.path); !local) return local;
    const bool isReadOnly = options.mode == SqliteStore::Mode::ReadOnly;
    Status done = isReadOnly ? openForReading(opened, options) : openForWriting(opened, options, clock);
    if (!done) return done;
    const std::string& path = opened.identity.path;
    const bool isImmutable = isReadOnly && isImmutableStore(path);
    if (isReadOnly)
        done = checkForReading(opened, {.isReadOnly = true, .isImmutable = isImmutable, .vfs = options.vfs},
                               options.format.version);
    if (!done) return done;
    opened.source = {.path = path, .vfs = options.vfs, .isImmutable = isImmutable, .file = fileIdentityOf(path)};
    opened.readers = std::make_unique<ReaderPool>(opened.source);
    opened.clock = &clock;
    return readIdentity(opened);
}

// Asks a reader from the pool, and gives it back.
auto reading(ReaderPool& readers, auto&& ask) -> decltype(ask(std::declval<Reader&>())) {
    auto reader = readers.lend();
    if (!reader) return std::unexpected(std::move(reader.error()));
    return ask(**reader);
}

} // namespace

// In this order they are closed from the last to the first: the writer after the readers, so that it is the last
// connection, which checkpoints; the lock at the very end.
struct SqliteStore::Parts : Opened {};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, const Options& options,
                                                       const Clock& clock) {
    auto parts = std::make_unique<Parts>();
    parts->identity.path = canonicalPath(path);
    if (Status done = openParts(*parts, options, clock); !done) return std::unexpected(std::move(done.error()));
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

SqliteStore::~SqliteStore() = default;

StoreIdentity SqliteStore::identity() const {
    StoreIdentity identity = m_parts->identity;
    if (m_parts->writer) {
        const Writer::End end = m_parts->writer->end();
        identity.lastSeq = end.lastSeq;
        identity.lastKey = end.lastKey;
        identity.isReadOnly = m_parts->writer->refusal().has_value();
        return identity;
    }
    // Another process writes: what it has committed by now. A file that cannot be read at the moment tells nothing new.
    if (auto reader = m_parts->readers->lend()) {
        identity.lastSeq = (*reader)->lastSeq().value_or(identity.lastSeq);
        identity.lastKey = (*reader)->lastKey().value_or(identity.lastKey);
    }
    return identity;
}

std::optional<Error> SqliteStore::damage() const {
    return m_parts->damage;
}

Result<DefinitionRecord> SqliteStore::putDefinition(DefinitionRecord definition) {
    if (!m_parts->writer) return std::unexpected(openedReadOnly());
    const auto known = definitions();
    if (!known) return std::unexpected(known.error());
    const auto taken = std::ranges::find_if(*known, [&](const DefinitionRecord& other) {
        return other.name == definition.name && other.version == definition.version;
    });
    if (taken != known->end() && taken->hash == definition.hash) return *taken;
    if (taken != known->end())
        return fail(ErrorCode::InvalidDefinition,
                    fmt::format("definition {} version {} is in the store with another content", definition.name,
                                definition.version),
                    "Give the changed definition a new version.");
    definition.key = DefinitionKey(known->empty() ? 1 : known->back().key.value() + 1);
    if (Status done = m_parts->writer->putDefinition(definition); !done)
        return std::unexpected(std::move(done.error()));
    return definition;
}

Status SqliteStore::commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) {
    if (!m_parts->writer) return std::unexpected(openedReadOnly());
    return m_parts->writer->commit(turns, updates);
}

void SqliteStore::idle() {
    if (m_parts->writer) m_parts->writer->idle();
}

std::optional<Error> SqliteStore::refusal() const {
    return m_parts->writer ? m_parts->writer->refusal() : std::optional(openedReadOnly());
}

Error SqliteStore::openedReadOnly() const {
    return {.code = ErrorCode::ReadOnly,
            .message = fmt::format("{}: was opened read-only", m_parts->identity.path),
            .advice = "Open it for writing."};
}

Result<std::vector<DefinitionRecord>> SqliteStore::definitions() {
    return reading(*m_parts->readers, [](Reader& reader) { return reader.definitions(); });
}

Status SqliteStore::visitWorkflows(std::span<const WorkflowVisitor> visitors) {
    return visitInParts(*m_parts->readers, identity().lastKey, visitors);
}

Result<std::optional<WorkflowRecord>> SqliteStore::load(WorkflowKey key) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.load(key); });
}

Result<std::vector<ChangeRecord>> SqliteStore::changesBack(Seq newest, std::uint32_t limit) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.changesBack(newest, limit); });
}

Result<std::vector<ChangeRecord>> SqliteStore::changesAfter(Seq after, std::uint32_t limit) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.changesAfter(after, limit); });
}

Result<std::vector<EffectRecord>> SqliteStore::effectsOf(std::span<const Seq> changes) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.effectsOf(changes); });
}

Result<std::vector<EffectRecord>> SqliteStore::effects(std::span<const EffectId> ids) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.effects(ids); });
}

Result<std::vector<EffectRecord>> SqliteStore::openEffects(EffectStatus status, EffectId after, std::uint32_t limit) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.openEffects(status, after, limit); });
}

Result<std::optional<std::string>> SqliteStore::idOf(WorkflowKey key) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.idOf(key); });
}

Result<std::vector<TimerRecord>> SqliteStore::timers() {
    return reading(*m_parts->readers, [](Reader& reader) { return reader.timers(); });
}

Result<std::vector<TimerRecord>> SqliteStore::timersOf(WorkflowKey workflow) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.timersOf(workflow); });
}

Result<std::uint64_t> SqliteStore::effectCount(EffectStatus status) {
    return reading(*m_parts->readers, [&](Reader& reader) { return reader.effectCount(status); });
}

Result<Seq> SqliteStore::verifyChain() {
    Reader::ChainEnd end{.seq = Seq(0), .head = sha256(m_parts->identity.id), .hasMore = true};
    while (end.hasMore) {
        auto reader = m_parts->readers->lend();
        if (!reader) return std::unexpected(std::move(reader.error()));
        const auto next = (*reader)->followChain(end, kLinksPerRead);
        if (!next) return std::unexpected(next.error());
        end = *next;
    }
    return end.seq;
}

Result<StoreSummary> SqliteStore::verify(const std::stop_token& stop) {
    return verifyStore(m_parts->source, stop);
}

Result<StoreSummary> SqliteStore::backup(const std::string& target, const std::stop_token& stop) {
    return backUpStore(m_parts->source, canonicalPath(target), m_parts->clock->now(), stop);
}

} // namespace signalbox
