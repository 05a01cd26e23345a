#pragma once

#include "app/server/settings/serve_settings.h"
#include "app/server/settings/setting_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// One thing that an operator may set. What it is called in a file, behind a flag and in the environment all comes from
// its name, so that the three cannot drift apart.
struct Setting {
    std::string_view name; // "log.size_kb": in a file size_kb of [log]
    SettingKind kind = SettingKind::Text;
    bool isReloadable = false; // takes effect with SIGHUP; else with the next start
    std::string_view help;
    Status (*set)(ServeSettings& settings, const SettingTexts& texts) = nullptr; // Errors: as readSetting()
    std::string (*text)(const ServeSettings& settings) = nullptr;                // as settingText()
};

// Every setting, in the order in which they are shown.
[[nodiscard]] const std::vector<Setting>& settingTable();
// Null: there is none of this name.
[[nodiscard]] const Setting* findSetting(std::string_view name);

// "--log-size-kb", "SIGNALBOX_LOG_SIZE_KB".
[[nodiscard]] std::string flagOf(const Setting& setting);
[[nodiscard]] std::string environmentOf(const Setting& setting);
// "true or false", "time", ...
[[nodiscard]] std::string_view valueName(SettingKind kind);

} // namespace signalbox
