#include "app/server/store_examination.h"

#include "engine/base/hash.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/reader.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/watermark.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

using Seen = Result<std::string>;

constexpr std::uint32_t kPerRead = 10'000;
constexpr const char* kRestore = "Restore the newest backup, and keep this file.";

// What must not be there, as a count. Each is one statement, and so of one moment.
struct OrphanCheck {
    const char* sql;
    const char* what;
};
constexpr std::array kOrphans{
    OrphanCheck{"SELECT count(*) FROM workflow AS w LEFT JOIN workflow_id AS i ON i.key = w.key"
                " WHERE i.key IS NULL OR i.removed != 0",
                "workflows without an id"},
    OrphanCheck{"SELECT count(*) FROM workflow_id AS i LEFT JOIN workflow AS w ON w.key = i.key"
                " WHERE i.removed = 0 AND w.key IS NULL",
                "ids without a workflow"},
    OrphanCheck{"SELECT count(*) FROM workflow AS w LEFT JOIN definition AS d ON d.key = w.definition"
                " WHERE d.key IS NULL",
                "workflows without a definition"},
    OrphanCheck{"SELECT count(*) FROM workflow AS w LEFT JOIN change AS c ON c.seq = w.last_seq"
                " WHERE c.seq IS NULL OR c.workflow != w.key OR c.revision != w.revision",
                "workflows that are not as their last change left them"},
    OrphanCheck{"SELECT count(*) FROM change AS c LEFT JOIN workflow_id AS i ON i.key = c.workflow"
                " WHERE i.key IS NULL",
                "changes without a workflow"},
    OrphanCheck{"SELECT count(*) FROM timer AS t LEFT JOIN workflow AS w ON w.key = t.workflow WHERE w.key IS NULL",
                "timers without a workflow"},
    OrphanCheck{"SELECT count(*) FROM effect AS e LEFT JOIN change AS c ON c.seq = e.change WHERE c.seq IS NULL",
                "effects without a change"},
};

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

class Examination {
public:
    Examination(Reader& reader, std::string path) : m_reader(reader), m_path(std::move(path)) {}

    Seen integrity() {
        const Status pages = m_reader.checkPages();
        return pages ? Seen("SQLite finds nothing wrong with the pages") : std::unexpected(pages.error());
    }
    Seen definitions() {
        const auto read = m_reader.definitions();
        if (!read) return std::unexpected(read.error());
        return counted(read->size(), "definition", "definitions");
    }
    Seen workflows() {
        std::uint64_t count = 0;
        std::vector<WorkflowKey> keys;
        const Status read = m_reader.forEachWorkflow([&](const WorkflowRecord& workflow) {
            ++count;
            keys.push_back(workflow.key);
        });
        if (!read) return std::unexpected(read.error());
        // Their data lies beside the rest of the row, and is read only here.
        for (const WorkflowKey key : keys)
            if (const auto loaded = m_reader.load(key); !loaded) return std::unexpected(loaded.error());
        return counted(count, "workflow", "workflows");
    }
    Seen changes() {
        std::uint64_t count = 0;
        std::uint64_t effects = 0;
        for (Seq after;;) {
            const auto read = m_reader.changesAfter(after, kPerRead);
            if (!read) return std::unexpected(read.error());
            if (read->empty()) break;
            std::vector<Seq> seqs;
            for (const ChangeRecord& change : *read)
                seqs.push_back(change.seq);
            const auto asked = m_reader.effectsOf(seqs);
            if (!asked) return std::unexpected(asked.error());
            count += read->size();
            effects += asked->size();
            after = read->back().seq;
        }
        return fmt::format("{}, {}", counted(count, "change", "changes"), counted(effects, "effect", "effects"));
    }
    Seen timers() {
        const auto read = m_reader.timers();
        if (!read) return std::unexpected(read.error());
        return counted(read->size(), "timer", "timers");
    }
    Seen chain() {
        const auto meta = m_reader.meta();
        if (!meta) return std::unexpected(meta.error());
        Reader::ChainEnd end{.seq = Seq(0), .head = sha256(meta->storeId), .hasMore = true};
        while (end.hasMore) {
            const auto next = m_reader.followChain(end, kPerRead);
            if (!next) return std::unexpected(next.error());
            end = *next;
        }
        return fmt::format("{} without a gap", counted(end.seq.value(), "change", "changes"));
    }
    Seen orphans(Database& database) {
        std::string found;
        for (const OrphanCheck& check : kOrphans) {
            const auto count = database.number(check.sql);
            if (!count) return std::unexpected(count.error());
            if (*count != 0) found += fmt::format("{}{} {}", found.empty() ? "" : ", ", *count, check.what);
        }
        if (found.empty()) return "every row belongs to another";
        return fail(ErrorCode::Corrupt, fmt::format("{}: {}", m_path, found), kRestore);
    }

private:
    Reader& m_reader;
    const std::string m_path;
};

Seen headerOf(const SqliteStore& store, Reader& reader) {
    const auto meta = reader.meta();
    if (!meta) return std::unexpected(meta.error());
    return fmt::format("store {}, epoch {}{}", store.identity().id, meta->epoch, meta->backupOf ? ", a backup" : "");
}

Seen watermarkOf(const SqliteStore& store) {
    if (auto damage = store.damage()) return std::unexpected(*std::move(damage));
    // No fault: a backup and a copy have none, and whoever writes to one begins it.
    if (!Watermark::read(store.identity().path))
        return "there is none, so changes that were cut off at the end would not be noticed; "
               "a program that writes to the store makes it";
    return "nothing that was acknowledged is missing";
}

bool isAboutRows(ErrorCode code) {
    return code == ErrorCode::Corrupt || code == ErrorCode::DataLoss;
}

} // namespace

bool examineStore(const std::string& path, bool allowNetworkFileSystem, const Clock& clock,
                  const std::function<void(const StoreFinding&)>& told) {
    const auto store = SqliteStore::open(path,
                                         {.mode = SqliteStore::Mode::ReadOnly,
                                          .createIfMissing = false,
                                          .allowNetworkFileSystem = allowNetworkFileSystem},
                                         clock);
    const auto giveUp = [&](const Error& error) {
        const bool isStore = isAboutRows(error.code);
        told({.what = "header", .seen = std::unexpected(error), .isReadable = false});
        return isStore;
    };
    if (!store) return giveUp(store.error());
    const std::string file = (*store)->identity().path;
    const bool isImmutable = isImmutableStore(file);
    const auto reader = Reader::open({.path = file, .vfs = {}, .isImmutable = isImmutable});
    if (!reader) return giveUp(reader.error());
    Database database;
    if (Status opened = database.open(file, {.isReadOnly = true, .isImmutable = isImmutable}); !opened)
        return giveUp(opened.error());
    // Looking is to change nothing: the log stays beside the file.
    database.foldWalOnClose(false);

    Examination examination(**reader, file);
    told({.what = "header", .seen = headerOf(**store, **reader)});
    told({.what = "integrity", .seen = examination.integrity()});
    told({.what = "definitions", .seen = examination.definitions()});
    told({.what = "workflows", .seen = examination.workflows()});
    told({.what = "changes", .seen = examination.changes()});
    told({.what = "timers", .seen = examination.timers()});
    told({.what = "chain", .seen = examination.chain()});
    told({.what = "watermark", .seen = watermarkOf(**store)});
    told({.what = "orphans", .seen = examination.orphans(database)});
    return true;
}

} // namespace signalbox
