#pragma once

#include "app/server/serve/server_log.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/remote_server.h"
#include "engine/runtime/engine_log.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox {

// Hears the engine for the log, and for those who ask whether the server is well: it is not while its store takes no
// changes. The store itself looks every few seconds whether it can again, so neither hears of it more often.
// Thread-safety: any thread.
class StoreHealth final : public EngineLog {
public:
    // Lifetime: `log` outlives it.
    explicit StoreHealth(ServerLog& log) : m_log(log) {}

    // Whose health it is from now on: told at once.  Lifetime: `server` outlives it, or the next call; null: nobody's.
    void setServer(RemoteServer* server);

    void activated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void warned(std::string_view message) override;
    void writesChanged(const std::optional<Error>& refusal) override;

private:
    ServerLog& m_log;
    Mutex m_mutex;
    bool m_takesWrites GUARDED_BY(m_mutex) = true;
    RemoteServer* m_server GUARDED_BY(m_mutex) = nullptr;
};

} // namespace signalbox
