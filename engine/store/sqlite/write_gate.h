#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/store/sqlite/ballast.h"
#include "engine/store/sqlite/file_identity.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// Whether a store's writer may write, and why not.
//
// It closes for a while when the disk is full: then it releases the ballast, and opens again once that can be taken
// anew with room to spare, which it tries every few seconds. It closes too while another program holds SQLite's lock
// for longer than anybody waits for, until its writer finds the lock free. It closes for good, until the store is
// opened again, when the storage has failed or the files at the store's path are not those that are open.
// Thread-safety: refusal() any thread, the rest by the writer's.
class WriteGate {
public:
    static constexpr auto kProbeInterval = std::chrono::seconds{5};

    WriteGate(std::string path, const Clock& clock);

    // Requires: the store's files are open, its WAL too.
    void open();

    // None: it may write.
    [[nodiscard]] std::optional<Error> refusal() const;

    // Returns: the error to answer with.
    Error closeForFullDisk(std::uint64_t neededBytes);
    // Until openAfterLock(). Returns: the error to answer with.
    Error closeForLock(Error error);
    [[nodiscard]] bool isClosedForLock() const { return m_isLocked; }
    void openAfterLock();
    void closeForGood(std::string reason);
    // Closes for good when the store's file, or its WAL, was removed or replaced.
    // Errors: OutcomeUnknown: what was written since the last look may be where nobody will find it.
    [[nodiscard]] Status checkInPlace();
    // To be called now and then: looks whether the files are in place, or the disk has space again.
    void probe();

private:
    [[nodiscard]] Error diskFull(std::uint64_t neededBytes) const;
    void setRefusal(std::optional<Error> refusal);

    const std::string m_path;
    const Clock& m_clock;
    const Ballast m_ballast;
    std::optional<FileIdentity> m_file;
    std::optional<FileIdentity> m_wal;
    bool m_isDiskFull = false;
    bool m_isLocked = false;
    std::uint64_t m_neededBytes = 0;
    SteadyTime m_lastProbe{};

    std::atomic<bool> m_isClosed = false; // m_refusal is set
    mutable Mutex m_mutex;
    std::optional<Error> m_refusal GUARDED_BY(m_mutex);
};

} // namespace signalbox
