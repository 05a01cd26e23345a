#pragma once

#include <atomic>
#include <cstddef>
#include <string>

namespace signalbox {

// A file system of SQLite that hands everything on to the system's own, until it is told to fail: for writes to and
// syncs of write-ahead logs. Registered under its name for as long as it lives.
class FaultVfs {
public:
    enum class Call { Write, Sync };

    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] std::string name() const { return "signalbox-fault"; }

    // The `nth` such call from now on, counted from 1, and all later ones of its kind answer `code`, a result code of
    // SQLite.
    void failFrom(Call call, int nth, int code);
    void heal();
    [[nodiscard]] int count(Call call) const { return m_counts[index(call)]; }

    // Called by the file system.  Returns: the code to answer, or SQLITE_OK to hand the call on.
    int pass(Call call);

private:
    static std::size_t index(Call call) { return static_cast<std::size_t>(call); }

    std::atomic<int> m_counts[2] = {0, 0};
    std::atomic<int> m_failAt[2] = {0, 0}; // 0: never
    std::atomic<int> m_code = 0;
};

} // namespace signalbox
