#pragma once

#include "engine/base/clock.h"
#include "engine/store/sqlite/backup_folder.h"

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace signalbox {

// Backs a store up while it is open, on a thread of its own: looks soon after the start, then every now and then,
// whether a backup is due. The destructor gives up a backup that is being made.
class AutomaticBackups {
public:
    struct Pace {
        std::chrono::milliseconds first = std::chrono::minutes(1);
        std::chrono::milliseconds next = std::chrono::minutes(10);
    };

    // `failed` is called on the backups' thread.  Lifetime: `clock` outlives the object.
    AutomaticBackups(const std::string& storePath, const BackupSettings& settings, const Clock& clock,
                     std::function<void(const Error&)> failed);
    AutomaticBackups(const std::string& storePath, const BackupSettings& settings, const Clock& clock,
                     std::function<void(const Error&)> failed, Pace pace);

private:
    void run(const std::stop_token& stop, Pace pace);

    BackupFolder m_folder;
    const Clock& m_clock;
    const std::function<void(const Error&)> m_failed;
    std::jthread m_thread; // last: it uses the others
};

} // namespace signalbox
