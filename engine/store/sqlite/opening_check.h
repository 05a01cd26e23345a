#pragma once

#include "engine/base/error.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/watermark.h"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

class Database;

// What the parts of a store say about each other when it is opened: its file, its write-ahead log, its watermark.
// FORMAT.md, "Opening". Looks only, and reads in this order, so that a program that writes meanwhile does not matter.
class OpeningCheck {
public:
    // Looks at the file without its log, and at the watermark, before anything is recovered.
    // Requires: a store of this format is at `path`.  Errors: Corrupt, Io.
    [[nodiscard]] static Result<OpeningCheck> begin(const std::string& path, const std::string& vfs);

    // Compares them with what `database` shows, file and log together.
    // Errors: NewerFormat, which the log alone may tell; Corrupt: the log belongs to another store or another time, or
    // the file's structure is damaged; Io.
    [[nodiscard]] Result<StoreMeta> compare(Database& database, std::int64_t newestVersion) const;
    // What had been acknowledged and is not there; none: all is.  Errors: Corrupt, Io.
    [[nodiscard]] Result<std::optional<Error>> findLoss(Database& database, const StoreMeta& meta) const;

private:
    [[nodiscard]] Status compareWithFile(const StoreMeta& meta) const;

    std::string m_path;
    std::optional<Watermark::Mark> m_mark;
    std::optional<StoreMeta> m_atRest; // none: the file cannot be read without its log
};

} // namespace signalbox
