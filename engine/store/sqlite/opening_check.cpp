#include "engine/store/sqlite/opening_check.h"

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/statement.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/structure_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {

namespace {

constexpr const char* kRestore = "Restore the newest backup. The files were left as they are.";

std::unexpected<Error> foreignLog(const std::string& path, std::string_view why) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{}: the file and the write-ahead log beside it do not belong together: {}", path, why),
                kRestore);
}

struct LogPlace {
    Seq seq;
    std::optional<Sha256> chain;
};

Result<LogPlace> placeOf(Query& query) {
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (!*hasRow) return LogPlace{};
    LogPlace place{.seq = Seq(static_cast<std::uint64_t>(query.integer(0))), .chain = {}};
    const auto bytes = query.blob(1);
    if (bytes.size() != sizeof(Sha256)) return place;
    std::ranges::copy(bytes, place.chain.emplace().begin());
    return place;
}

Result<LogPlace> lastChange(Database& database) {
    Statement statement(database, "SELECT seq, chain FROM change ORDER BY seq DESC LIMIT 1");
    Query query(statement);
    return placeOf(query);
}

Result<LogPlace> changeAt(Database& database, Seq seq) {
    Statement statement(database, "SELECT seq, chain FROM change WHERE seq = ?1");
    Query query(statement);
    query.bindInteger(1, static_cast<std::int64_t>(seq.value()));
    return placeOf(query);
}

Error loss(const std::string& path, std::string_view what) {
    return {.code = ErrorCode::DataLoss,
            .message = fmt::format("{}: {}", path, what),
            .advice = "Restore the newest backup, or go on with what is left by restoring the store from itself."
                      " The files were left as they are."};
}

std::optional<Error> lossOf(const Watermark::Mark& mark, const StoreMeta& meta, const std::string& path) {
    if (mark.storeId != meta.storeId)
        return loss(path, fmt::format("another store was here, {}, with {} changes; this is {}", mark.storeId,
                                      mark.seq.value(), meta.storeId));
    if (mark.epoch > meta.epoch)
        return loss(path, fmt::format("this is a copy from before a backup was restored here: epoch {} instead of {}",
                                      meta.epoch, mark.epoch));
    return std::nullopt;
}

} // namespace

Result<OpeningCheck> OpeningCheck::begin(const std::string& path, const std::string& vfs) {
    OpeningCheck check;
    check.m_path = path;
    // Before the store: a writer moves the store on first, the mark second.
    check.m_mark = Watermark::read(path);
    Database file;
    if (Status done = file.open(path, fileAlone(vfs)); !done) return std::unexpected(std::move(done.error()));
    auto meta = readMeta(file);
    // A checkpoint that was cut off may have written half of a new schema; the log has all of it.
    if (!meta && !hasLog(path)) return std::unexpected(std::move(meta.error()));
    if (meta) check.m_atRest = *std::move(meta);
    return check;
}

Status OpeningCheck::compareWithFile(const StoreMeta& meta) const {
    if (!m_atRest) return {};
    if (meta.storeId != m_atRest->storeId) return foreignLog(m_path, "they have different identities");
    if (meta.epoch != m_atRest->epoch) return foreignLog(m_path, "they are of different epochs");
    if (meta.generation < m_atRest->generation) return foreignLog(m_path, "the log is older");
    if (meta.generation > m_atRest->generation + 1) return foreignLog(m_path, "the file is older");
    return {};
}

Result<StoreMeta> OpeningCheck::compare(Database& database, std::int64_t newestVersion) const {
    const auto version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version > newestVersion) return newerFormat(m_path, *version, newestVersion);
    auto meta = readMeta(database);
    if (!meta) return meta;
    if (Status done = compareWithFile(*meta); !done) return std::unexpected(std::move(done.error()));
    if (Status done = checkStructureAtOpening(database); !done) return std::unexpected(std::move(done.error()));
    return meta;
}

Result<std::optional<Error>> OpeningCheck::findLoss(Database& database, const StoreMeta& meta) const {
    if (!m_mark || (m_mark->storeId == meta.storeId && m_mark->epoch < meta.epoch)) return std::nullopt;
    if (auto other = lossOf(*m_mark, meta, m_path)) return other;
    const Result<LogPlace> last = lastChange(database);
    if (!last) return std::unexpected(last.error());
    const std::uint64_t acknowledged = m_mark->seq.value();
    if (last->seq < m_mark->seq)
        return loss(m_path, fmt::format("{} changes are lost: {} were acknowledged, the log ends at {}",
                                        acknowledged - last->seq.value(), acknowledged, last->seq.value()));
    if (acknowledged == 0) return std::nullopt;
    const Result<LogPlace> place = changeAt(database, m_mark->seq);
    if (!place) return std::unexpected(place.error());
    if (place->chain == m_mark->chain) return std::nullopt;
    return loss(m_path, fmt::format("change {} is not the one that was acknowledged", acknowledged));
}

} // namespace signalbox
