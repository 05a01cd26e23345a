#include "app/server/serve/serve_command.h"

#include "app/server/report.h"
#include "app/server/serve/server.h"
#include "app/server/serve/server_log.h"
#include "app/server/serve/service_notice.h"
#include "app/server/serve/signals.h"
#include "engine/base/core_files.h"
#include "engine/remote/grpc_locks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace signalbox {
namespace {

constexpr int kCannotStart = 1;
constexpr int kWrongSettings = 2;

// Tokens and passwords go through this process's memory: neither a core nor another process of this user sees it.
void keepMemoryPrivate() {
    leaveNoCore();
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

// gRPC writes lines of its own to standard error, of every connection that is no TLS. Whoever wants them sets the
// variable.
void quietLibraries() {
    static_cast<void>(::setenv("GRPC_VERBOSITY", "NONE", 0));
}

// Each connection takes one; by default a program is given few, and may take more.
void raiseFileLimit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &files));
}

void notify(const SettingSources& sources, std::string_view state) {
    notifyServiceManager(sources.environment("NOTIFY_SOCKET").value_or(""), state);
}

void serveUntilTold(Server& server, Signals& signals, ServerLog& log, const SettingSources& sources) {
    while (signals.wait() == Signals::Event::Reload) {
        if (const auto settings = loadSettings(sources))
            server.reload(settings->values);
        else
            log.write(LogLevel::Error, "nothing was reloaded", settings.error());
    }
}

int cannotStart(const LoadedSettings& settings, const SettingFault& fault, ServerLog& log) {
    const bool isOfSetting = !fault.name.empty();
    const int status = isOfSetting ? kWrongSettings : kCannotStart;
    const Error error = isOfSetting ? blamed(settings, fault) : fault.error;
    log.write(LogLevel::Error, "cannot start", error);
    // The console has it already.
    return settings.values.log.console ? status : report(error, status);
}

} // namespace

int serveCommand(const SettingSources& sources, const Clock& clock, const std::string& version) {
    const auto settings = loadSettings(sources);
    if (!settings) return report(settings.error(), kWrongSettings);
    keepMemoryPrivate();
    quietLibraries();
    endDeadlockSearch();
    raiseFileLimit();
    const auto signals = Signals::open();
    if (!signals) return report(signals.error(), kCannotStart);
    const auto log = ServerLog::open(settings->values.log, clock);
    if (!log) return report(log.error(), kCannotStart);
    if (!settings->strangers.empty())
        (*log)->write(LogLevel::Warn, "variables of the environment that are no settings are passed over",
                      {{"variables", fmt::format("{}", fmt::join(settings->strangers, " "))}});

    const auto server = Server::start(
        settings->values, {.log = **log, .clock = clock, .version = version, .environment = sources.environment});
    if (!server) return cannotStart(*settings, server.error(), **log);
    const std::string addresses = (*server)->addresses();
    (*log)->write(LogLevel::Info, "serving",
                  {{"store", settings->values.store}, {"addresses", addresses}, {"version", version}});
    fmt::print("listening on {}\n", addresses);
    std::fflush(stdout);
    notify(sources, "READY=1");

    serveUntilTold(**server, **signals, **log, sources);
    notify(sources, "STOPPING=1");
    (*log)->write(LogLevel::Info, "ending: no new calls, what has begun ends");
    (*server)->drain();
    (*log)->write(LogLevel::Info, "ended");
    return 0;
}

} // namespace signalbox
