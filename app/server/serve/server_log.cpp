#include "app/server/serve/server_log.h"

#include "app/server/serve/log_line.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <vector>

namespace signalbox {
namespace {

constexpr std::uint64_t kRefusalsPerSecond = 10;

spdlog::level::level_enum levelOf(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return spdlog::level::debug;
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warn:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

// Of gRPC: what a caller is not to blame for.
bool isOurFault(std::string_view code) {
    return code == "INTERNAL" || code == "UNKNOWN" || code == "DATA_LOSS";
}

} // namespace

Result<std::unique_ptr<ServerLog>> ServerLog::open(const LogSettings& settings, const Clock& clock) {
    std::vector<spdlog::sink_ptr> sinks;
    try {
        if (settings.console) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        // It counts the older ones only.
        if (!settings.file.empty())
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                settings.file, std::size_t{settings.sizeKb} * 1024, settings.files - 1));
    } catch (const spdlog::spdlog_ex& failure) {
        return fail(ErrorCode::Io, fmt::format("{}: cannot be written: {}", settings.file, failure.what()),
                    "Choose another place for log.file, or let this user write there.");
    }
    auto logger = std::make_shared<spdlog::logger>("signalboxd", sinks.begin(), sinks.end());
    logger->set_pattern("%v");
    // A line that is not there after a crash is the one that would have told why.
    logger->flush_on(spdlog::level::trace);
    logger->set_level(levelOf(settings.level));
    return std::unique_ptr<ServerLog>(new ServerLog(std::move(logger), settings.format, clock));
}

ServerLog::ServerLog(std::shared_ptr<spdlog::logger> logger, LogFormat format, const Clock& clock)
    : m_logger(std::move(logger))
    , m_format(format)
    , m_clock(clock) {}

ServerLog::~ServerLog() = default;

void ServerLog::write(LogLevel level, std::string_view message, Fields fields) {
    if (!m_logger->should_log(levelOf(level))) return;
    const LogLine line{
        .at = m_clock.now(), .level = level, .message = message, .fields = {fields.begin(), fields.size()}};
    // As an argument: the line may have braces.
    m_logger->log(levelOf(level), "{}", m_format == LogFormat::JsonLines ? jsonOf(line) : textOf(line));
}

void ServerLog::write(LogLevel level, std::string_view about, const Error& error) {
    write(level, fmt::format("{}: {}", about, error.message), {{"code", name(error.code)}, {"advice", error.advice}});
}

void ServerLog::setLevel(LogLevel level) {
    m_logger->set_level(levelOf(level));
}

void ServerLog::ended(const Call& call) {
    const LogLevel level = isOurFault(call.code) ? LogLevel::Error : LogLevel::Debug;
    if (!m_logger->should_log(levelOf(level))) return;
    write(level, "call",
          {{"method", call.method},
           {"code", call.code},
           {"principal", call.principal},
           {"address", call.address},
           {"us", std::to_string(call.duration.count())}});
}

void ServerLog::refused(std::string_view address, std::string_view reason) {
    const auto left = takeRefusal();
    if (!left) return;
    if (*left > 0) write(LogLevel::Warn, fmt::format("{} more were not let in", *left));
    write(LogLevel::Warn, "not let in", {{"address", address}, {"reason", reason}});
}

std::optional<std::uint64_t> ServerLog::takeRefusal() {
    const SteadyTime now = m_clock.steadyNow();
    const MutexLock lock(m_mutex);
    if (now - m_second >= std::chrono::seconds(1)) {
        m_second = now;
        m_told = 0;
    }
    if (m_told >= kRefusalsPerSecond) {
        ++m_left;
        return std::nullopt;
    }
    ++m_told;
    return std::exchange(m_left, 0);
}

void ServerLog::full(const Error& reason) {
    write(LogLevel::Warn, "new connections are closed", reason);
}

void ServerLog::activated(std::string_view id, std::string_view state, std::span<const std::string> lines) {
    residency("woken", id, state, lines);
}

void ServerLog::deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) {
    residency("idle", id, state, lines);
}

void ServerLog::residency(std::string_view what, std::string_view id, std::string_view state,
                          std::span<const std::string> lines) {
    write(LogLevel::Debug, what, {{"workflow", id}, {"state", state}});
    for (const std::string& line : lines)
        write(LogLevel::Debug, line, {{"workflow", id}});
}

void ServerLog::warned(std::string_view message) {
    write(LogLevel::Warn, message);
}

void ServerLog::writesChanged(const std::optional<Error>& refusal) {
    if (refusal)
        write(LogLevel::Error, "no changes are taken", *refusal);
    else
        write(LogLevel::Info, "changes are taken again");
}

} // namespace signalbox
