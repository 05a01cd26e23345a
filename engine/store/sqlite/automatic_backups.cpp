#include "engine/store/sqlite/automatic_backups.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace signalbox {

AutomaticBackups::AutomaticBackups(const std::string& storePath, const BackupSettings& settings, const Clock& clock,
                                   std::function<void(const Error&)> failed)
    : AutomaticBackups(storePath, settings, clock, std::move(failed), Pace()) {}

AutomaticBackups::AutomaticBackups(const std::string& storePath, const BackupSettings& settings, const Clock& clock,
                                   std::function<void(const Error&)> failed, Pace pace)
    : m_folder(storePath, settings)
    , m_clock(clock)
    , m_failed(std::move(failed))
    , m_thread([this, pace](const std::stop_token& stop) { run(stop, pace); }) {}

void AutomaticBackups::run(const std::stop_token& stop, Pace pace) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    for (auto pause = pace.first; !stop.stop_requested(); pause = pace.next) {
        std::unique_lock lock(mutex);
        stopped.wait_for(lock, stop, pause, [&stop] { return stop.stop_requested(); });
        if (stop.stop_requested()) return;
        const auto made = m_folder.addIfDue(m_clock.now(), stop);
        if (!made && made.error().code != ErrorCode::ShuttingDown) m_failed(made.error());
    }
}

} // namespace signalbox
