#include "app/server/settings/loaded_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace signalbox {
namespace {

constexpr const char* kFileVariable = "SIGNALBOX_CONFIG";

std::string fileOf(const SettingSources& sources) {
    if (!sources.file.empty()) return sources.file;
    if (auto named = sources.environment(kFileVariable); named && !named->empty()) return *named;
    std::error_code failure;
    return std::filesystem::exists(sources.fileBeside, failure) ? sources.fileBeside : std::string();
}

SettingTexts split(const std::string& text) {
    SettingTexts parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        parts.push_back(text.substr(from, comma - from));
        from = comma + 1;
    }
    return parts;
}

std::vector<GivenSetting> givenByEnvironment(const SettingSources& sources) {
    std::vector<GivenSetting> given;
    for (const Setting& setting : settingTable()) {
        const std::string name = environmentOf(setting);
        const auto text = sources.environment(name);
        if (!text) continue;
        const bool isList = setting.kind == SettingKind::List;
        SettingTexts texts = !isList ? SettingTexts{*text} : text->empty() ? SettingTexts{} : split(*text);
        given.push_back({.setting = &setting, .texts = std::move(texts), .place = name});
    }
    return given;
}

std::vector<std::string> strangersIn(const SettingSources& sources, const ServeSettings& settings) {
    std::vector<std::string> strangers;
    const std::string& secrets = settings.secrets.environment;
    for (const std::string& name : sources.variables) {
        const auto isThis = [&](const Setting& setting) { return environmentOf(setting) == name; };
        const bool isKnown = name == kFileVariable || (!secrets.empty() && name.starts_with(secrets)) ||
                             std::ranges::any_of(settingTable(), isThis);
        if (name.starts_with("SIGNALBOX_") && !isKnown) strangers.push_back(name);
    }
    std::ranges::sort(strangers);
    return strangers;
}

Status apply(const std::vector<GivenSetting>& given, LoadedSettings& loaded) {
    for (const GivenSetting& each : given) {
        if (Status set = each.setting->set(loaded.values, each.texts); !set)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{}: {}: {}", each.place, each.setting->name, set.error().message),
                        set.error().advice);
        loaded.places[std::string(each.setting->name)] = each.place;
    }
    return {};
}

} // namespace

Error blamed(const LoadedSettings& loaded, const SettingFault& fault) {
    const auto place = loaded.places.find(fault.name);
    const std::string where = place != loaded.places.end() ? place->second
                              : loaded.file.empty()        ? "settings"
                                                           : loaded.file;
    return {.code = fault.error.code,
            .message = fmt::format("{}: {}: {}", where, fault.name, fault.error.message),
            .advice = fault.error.advice};
}

Result<LoadedSettings> loadSettings(const SettingSources& sources) {
    LoadedSettings loaded{.values = {}, .file = fileOf(sources)};
    if (!loaded.file.empty()) {
        const auto given = readSettingsFile(loaded.file);
        if (!given) return std::unexpected(given.error());
        if (Status done = apply(*given, loaded); !done) return std::unexpected(std::move(done).error());
    }
    for (const auto& given : {givenByEnvironment(sources), sources.flags})
        if (Status done = apply(given, loaded); !done) return std::unexpected(std::move(done).error());
    if (const auto fits = validate(loaded.values); !fits) return std::unexpected(blamed(loaded, fits.error()));
    loaded.strangers = strangersIn(sources, loaded.values);
    return loaded;
}

} // namespace signalbox
