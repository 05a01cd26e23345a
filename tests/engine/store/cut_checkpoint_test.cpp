#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/migration.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/fault_vfs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace signalbox {
namespace {

namespace fs = std::filesystem;

// A checkpoint writes page after page, and the first tells the file's new size before the last are there. What it
// writes is in the log still, so that a process may end in it anywhere.
class CutCheckpoint : public StoreTest {
protected:
    void keepBefore() {
        m_file = content("");
        m_log = content("-wal");
        m_mark = content(".watermark");
    }
    void keepAfter() {
        m_after = content("");
        ASSERT_LT(m_file.size(), m_after.size()) << "the checkpoint has to make it longer";
    }
    [[nodiscard]] std::size_t pageCount() const { return m_after.size() / kPage; }
    // The files of a process that ended when so many pages of the checkpoint were written.
    void cutAfter(std::size_t pages) {
        const std::size_t size = pages * kPage;
        put("", m_after.substr(0, size) + m_file.substr(std::min(size, m_file.size())));
        put("-wal", m_log);
        put(".watermark", m_mark);
        fs::remove(path() + "-shm");
    }
    void expectWhole(const SqliteStore::Options& options, Seq last) {
        for (std::size_t pages = 0; pages <= pageCount(); ++pages) {
            cutAfter(pages);
            ASSERT_NO_FATAL_FAILURE(open(options)) << pages << " pages";
            EXPECT_EQ(store().verifyChain().value(), last) << pages << " pages";
            close();
        }
    }

    void commitMigration(const StoreFormat& format);

private:
    static constexpr std::size_t kPage = 4096;

    [[nodiscard]] std::string content(const char* suffix) const {
        std::ifstream file(path() + suffix, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put(const char* suffix, const std::string& content) const {
        std::ofstream(path() + suffix, std::ios::binary) << content;
    }

    std::string m_file;
    std::string m_log;
    std::string m_mark;
    std::string m_after; // the file, after the checkpoint
};

TEST_F(CutCheckpoint, LosesNothingWhereverItWasCut) {
    open();
    grow(1, 1);
    close();
    open();
    grow(2, 100);
    keepBefore();
    close();
    keepAfter();
    expectWhole({.mode = Mode::ReadOnly}, Seq(103));
    expectWhole({.mode = Mode::ReadWrite}, Seq(103));
}

// So many tables that the list of them goes to other pages.
StoreFormat formatWithManyTables() {
    StoreFormat format = currentFormat();
    const std::int64_t current = format.version++;
    format.migrations.push_back({.from = current, .run = [](Database& database) {
                                     Status done;
                                     for (int i = 0; i < 100 && done; ++i)
                                         done = database.run(
                                             fmt::format("CREATE TABLE later{} (key INTEGER) STRICT", i).c_str());
                                     return done;
                                 }});
    return format;
}

// Commits it, and fails before the checkpoint that follows.
void CutCheckpoint::commitMigration(const StoreFormat& format) {
    FaultVfs faults;
    for (int nth = 1; refusal().code != ErrorCode::NewerFormat; ++nth) {
        ASSERT_LT(nth, 100);
        faults.failFrom(FaultVfs::Call::Sync, nth, SQLITE_IOERR_FSYNC);
        ASSERT_EQ(refusal({.vfs = faults.name(), .format = format}).code, ErrorCode::Io);
        faults.heal();
    }
}

TEST_F(CutCheckpoint, LosesNothingAfterAMigration) {
    open();
    grow(1, 1);
    close();
    commitMigration(formatWithManyTables());
    keepBefore();
    open({.format = formatWithManyTables()});
    grow(2, 1); // the first commit checkpoints what was before it
    keepAfter();
    close();
    expectWhole({.mode = Mode::ReadOnly, .format = formatWithManyTables()}, Seq(2));
    expectWhole({.format = formatWithManyTables()}, Seq(2));
}

} // namespace
} // namespace signalbox
