#pragma once

#include "app/server/settings/loaded_settings.h"
#include "engine/base/clock.h"

#include <string>

namespace signalbox {

// Serves a store until SIGTERM or SIGINT; SIGHUP reads settings, tokens and certificates again. When it is ready, one
// line on standard output tells where: "listening on 127.0.0.1:7411". Leaves no core behind.
// Requires: a QCoreApplication, for scripts; no thread but this one.
// Returns: the exit status: 0 ended as it was told to, 1 the store or an address cannot be used, 2 a setting is wrong,
// or a certificate, key or file of tokens that one names: a service manager need not try again.
int serveCommand(const SettingSources& sources, const Clock& clock, const std::string& version);

} // namespace signalbox
