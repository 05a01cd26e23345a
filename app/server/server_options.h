#pragma once

#include "app/server/settings/settings_file.h"
#include "app/server/token_commands.h"
#include "engine/base/clock.h"

#include <string>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): the library's
namespace CLI {
class App;
} // namespace CLI

namespace signalbox {

// What the command line says about a server and its tokens.
struct ServerArguments {
    std::string settingsFile;
    std::vector<GivenSetting> settings;
    TokenCreateArguments token;
    std::string tokenId;
};

// Adds `serve` and `token` to `app`. What is chosen runs while it parses, and puts its exit status into `status`.
// Lifetime: all of it is used until it has parsed.
void addServerCommands(CLI::App& app, ServerArguments& arguments, const Clock& clock, int& status);

} // namespace signalbox
