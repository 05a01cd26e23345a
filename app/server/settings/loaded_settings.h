#pragma once

#include "app/server/settings/serve_settings.h"
#include "app/server/settings/settings_file.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Where settings come from. A flag goes before the environment, that before the file, that before the default; a list
// is taken as a whole from one of them.
struct SettingSources {
    std::string file;                // given with --config; empty: SIGNALBOX_CONFIG, or `fileBeside`
    std::string fileBeside;          // signalboxd.toml beside the program; need not be there
    std::vector<GivenSetting> flags; // of the command line
    // A variable of the environment.
    std::function<std::optional<std::string>(const std::string& name)> environment;
    std::vector<std::string> variables{}; // names of all that there are
};

struct LoadedSettings {
    ServeSettings values;
    std::string file;                                         // that was read; empty: none
    std::map<std::string, std::string, std::less<>> places{}; // of each setting that was given, by name
    // Variables that begin as settings do and are none. No error: others name theirs so too, and an orchestrator makes
    // SIGNALBOX_PORT and more of them for a service that is called signalbox.
    std::vector<std::string> strangers{};
};

// "PLACE: NAME: what": a fault with where the setting was given, or else the file that it could have been given in.
[[nodiscard]] Error blamed(const LoadedSettings& loaded, const SettingFault& fault);

// Errors: InvalidArgument: "PLACE: NAME: what", of what is not known, has a bad value, or does not fit the others;
// NotFound, Io of the file.
[[nodiscard]] Result<LoadedSettings> loadSettings(const SettingSources& sources);

} // namespace signalbox
