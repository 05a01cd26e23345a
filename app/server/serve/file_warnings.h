#pragma once

#include "app/server/serve/server_log.h"
#include "app/server/settings/serve_settings.h"
#include "engine/base/clock.h"
#include "engine/remote/server/server_settings.h"

namespace signalbox {

// Tells, a line each, what is wrong with files that a server serves with all the same: its own certificate has expired,
// is not valid yet or expires within 30 days; others may change the key or the tokens, or read the key.
void warnOfCertificate(const TlsSettings& tls, const ServerCertificate& certificate, ServerLog& log, Time now);
void warnOfAccess(const ServeSettings& settings, ServerLog& log);

} // namespace signalbox
