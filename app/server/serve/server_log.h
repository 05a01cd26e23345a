#pragma once

#include "app/server/settings/serve_settings.h"
#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/remote_server.h"
#include "engine/runtime/engine_log.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger; // NOLINT(readability-identifier-naming): the library's
} // namespace spdlog

namespace signalbox {

// What a server tells of itself, line by line: to standard error, and to files of a bounded size and number.
//
// A line is a time, a level, a sentence and fields: as text, or as one JSON object with the members "time", "level",
// "message" and the fields. Control characters are escaped, so that nobody from outside writes lines of his own. No
// secret is ever given to it. A disk that is full stops nothing; lines are lost.
// Thread-safety: any thread.
class ServerLog final : public CallObserver, public EngineLog {
public:
    using Field = std::pair<std::string_view, std::string_view>;
    using Fields = std::initializer_list<Field>;

    // Errors: Io: the file cannot be written.  Lifetime: `clock` outlives it.
    [[nodiscard]] static Result<std::unique_ptr<ServerLog>> open(const LogSettings& settings, const Clock& clock);
    ~ServerLog() override;
    ServerLog(const ServerLog&) = delete;
    ServerLog& operator=(const ServerLog&) = delete;

    void write(LogLevel level, std::string_view message, Fields fields = {});
    // An error with what it is about, and its advice.
    void write(LogLevel level, std::string_view about, const Error& error);
    void setLevel(LogLevel level);

    // Calls at debug; those that failed by our own fault at error.
    void ended(const Call& call) override;
    // At warn; at most ten a second: somebody may be guessing.
    void refused(std::string_view address, std::string_view reason) override;
    void full(const Error& reason) override;
    void activated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void warned(std::string_view message) override;
    void writesChanged(const std::optional<Error>& refusal) override;

private:
    ServerLog(std::shared_ptr<spdlog::logger> logger, LogFormat format, const Clock& clock);
    void residency(std::string_view what, std::string_view id, std::string_view state,
                   std::span<const std::string> lines);
    // How many refusals were left out since the last one that was told; none: leave this one out too.
    [[nodiscard]] std::optional<std::uint64_t> takeRefusal();

    const std::shared_ptr<spdlog::logger> m_logger;
    const LogFormat m_format;
    const Clock& m_clock;
    Mutex m_mutex;
    SteadyTime m_second GUARDED_BY(m_mutex){}; // in which these were told
    std::uint64_t m_told GUARDED_BY(m_mutex) = 0;
    std::uint64_t m_left GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
