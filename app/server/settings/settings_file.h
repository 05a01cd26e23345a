#pragma once

#include "app/server/settings/setting_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A setting that somebody gave.
struct GivenSetting {
    const Setting* setting = nullptr;
    SettingTexts texts;
    std::string place; // where it stands: "signalboxd.toml:12", "--log-level", "SIGNALBOX_LOG_LEVEL"
};

// What a file of settings, in TOML, says, in its order. Paths in it count from its folder.
// Errors: NotFound, Io; InvalidArgument: "FILE:LINE: what", for what is no TOML, not known, or of another kind.
[[nodiscard]] Result<std::vector<GivenSetting>> readSettingsFile(const std::string& path);
// The same of a text; `path`: the file that it is said to be.
[[nodiscard]] Result<std::vector<GivenSetting>> settingsFrom(std::string_view text, const std::string& path);

} // namespace signalbox
