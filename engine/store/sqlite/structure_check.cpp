#include "engine/store/sqlite/structure_check.h"

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/statement.h"

#include <fmt/format.h>

namespace signalbox {

namespace {

// Up to here every opening looks at the whole file, in about a tenth of a second.
constexpr std::int64_t kSmallPages = 8192;

Status expectOk(Database& database, const char* pragma) {
    Statement statement(database, pragma);
    Query query(statement);
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (*hasRow && query.text(0) == "ok") return {};
    return fail(ErrorCode::Corrupt, fmt::format("{}: its structure is damaged: {}", database.path(), query.text(0)),
                "Restore the newest backup. The files were left as they are.");
}

} // namespace

Status checkStructure(Database& database) {
    return expectOk(database, "PRAGMA integrity_check(1)");
}

Status checkStructureAtOpening(Database& database) {
    const Result<std::int64_t> pages = database.number("PRAGMA page_count");
    if (!pages) return std::unexpected(pages.error());
    if (*pages <= kSmallPages) return checkStructure(database);
    for (const char* pragma : {"PRAGMA integrity_check(definition)", "PRAGMA integrity_check(timer)"})
        if (Status done = expectOk(database, pragma); !done) return done;
    return {};
}

} // namespace signalbox
