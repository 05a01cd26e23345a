#pragma once

#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/store/sqlite/file_descriptor.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// What a store has acknowledged, kept beside it: a write-ahead log that is cut or damaged loses commits, and SQLite
// takes what is left for the whole. FORMAT.md, "Watermark", says what is noticed by it.
//
// It is handed to the operating system after every commit and made durable with every checkpoint: the first costs a
// microsecond and outlives the process, the second a sync, and outlives a loss of power.
// Thread-safety: one thread at a time.
class Watermark {
public:
    struct Mark {
        std::string storeId;
        std::uint64_t epoch = 1;
        Seq seq;        // the last acknowledged change
        Sha256 chain{}; // the head of the hash chain there

        bool operator==(const Mark&) const = default;
    };

    // The newest intact mark beside the store at `storePath`; none when there is none.
    [[nodiscard]] static std::optional<Mark> read(const std::string& storePath);
    [[nodiscard]] static std::string pathFor(const std::string& storePath) { return storePath + ".watermark"; }

    // Makes the file when it is missing.
    [[nodiscard]] Status open(const std::string& storePath);

    // A mark that cannot be written is no failure of the commit: the next one may be.  Requires: open.
    void write(const Mark& mark);
    // Durability: when it returns, the last mark survives a loss of power, if the storage does what it says.
    void sync();

private:
    FileDescriptor m_file;
    std::uint64_t m_counter = 0; // of the newest slot
    bool m_isSynced = true;
};

} // namespace signalbox
