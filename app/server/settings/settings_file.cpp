#include "app/server/settings/settings_file.h"

#include "engine/base/file_text.h"
#include "engine/base/json.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

namespace signalbox {
namespace {

class SettingsReader {
public:
    explicit SettingsReader(const std::string& path)
        : m_path(path)
        , m_folder(std::filesystem::absolute(path).parent_path()) {}

    Status read(const toml::table& root) {
        for (const auto& [key, node] : root) {
            const std::string name(key.str());
            const toml::table* const section = findSetting(name) == nullptr ? node.as_table() : nullptr;
            Status done = section != nullptr ? readSection(name, key, *section) : readValue(name, key, node);
            if (!done) return done;
        }
        return {};
    }
    std::vector<GivenSetting> given() && { return std::move(m_given); }

private:
    // Also one that is empty: what was meant to be in it may be commented out, but it is misspelt all the same.
    Status readSection(const std::string& section, const toml::key& head, const toml::table& table) {
        const auto isInIt = [&](const Setting& each) { return each.name.starts_with(section + "."); };
        if (std::ranges::none_of(settingTable(), isInIt))
            return wrong(head.source().begin.line, fmt::format("there is no section [{}]", section));
        for (const auto& [key, node] : table)
            if (Status done = readValue(fmt::format("{}.{}", section, key.str()), key, node); !done) return done;
        return {};
    }
    Status readValue(const std::string& name, const toml::key& key, const toml::node& node) {
        const auto line = key.source().begin.line;
        const Setting* const setting = findSetting(name);
        if (setting == nullptr) return wrong(line, fmt::format("there is no setting {}", name));
        auto texts = textsOf(setting->kind, node);
        if (!texts) return wrong(line, fmt::format("{}: {}", name, texts.error().message));
        m_given.push_back(
            {.setting = setting, .texts = *std::move(texts), .place = fmt::format("{}:{}", m_path, line)});
        return {};
    }
    [[nodiscard]] Result<SettingTexts> textsOf(SettingKind kind, const toml::node& node) const {
        switch (kind) {
        case SettingKind::Flag:
            return one(node.value_exact<bool>(), "true or false");
        case SettingKind::Number:
            return one(node.value_exact<std::int64_t>(), "a number");
        case SettingKind::Text:
        case SettingKind::Choice:
        case SettingKind::TimeSpan:
            return one(node.value_exact<std::string>(), "a text in quotes");
        case SettingKind::File:
            return one(node.value_exact<std::string>().transform([this](std::string path) { return fromFolder(path); }),
                       "a path in quotes");
        case SettingKind::List:
            return list(node);
        case SettingKind::Clients:
            return clients(node);
        }
        return SettingTexts{};
    }
    template <typename Value>
    static Result<SettingTexts> one(const std::optional<Value>& value, std::string_view what) {
        if (!value) return fail(ErrorCode::InvalidArgument, fmt::format("takes {}", what));
        return SettingTexts{fmt::format("{}", *value)};
    }
    static Result<SettingTexts> list(const toml::node& node) {
        SettingTexts texts;
        const toml::array* const array = node.as_array();
        if (array == nullptr) return one(node.value_exact<std::string>(), "a list of texts: [\"...\", \"...\"]");
        for (const toml::node& each : *array) {
            auto text = each.value_exact<std::string>();
            if (!text) return fail(ErrorCode::InvalidArgument, "takes a list of texts: [\"...\", \"...\"]");
            texts.push_back(*std::move(text));
        }
        return texts;
    }
    // Each as JSON, as it is given elsewhere.
    static Result<SettingTexts> clients(const toml::node& node) {
        const toml::array* const tables = node.as_array();
        if (tables == nullptr || !tables->is_homogeneous<toml::table>())
            return fail(ErrorCode::InvalidArgument, "is written [[client]]");
        SettingTexts texts;
        for (const toml::node& each : *tables) {
            std::ostringstream json;
            json << toml::json_formatter(*each.as_table());
            texts.push_back(json.str());
        }
        return texts;
    }
    [[nodiscard]] std::string fromFolder(const std::string& path) const {
        return path.empty() ? path : (m_folder / path).lexically_normal().string();
    }
    [[nodiscard]] Status wrong(toml::source_index line, std::string_view what) const {
        return fail(ErrorCode::InvalidArgument, fmt::format("{}:{}: {}", m_path, line, what));
    }

    const std::string m_path;
    const std::filesystem::path m_folder;
    std::vector<GivenSetting> m_given;
};

} // namespace

Result<std::vector<GivenSetting>> settingsFrom(std::string_view text, const std::string& path) {
    try {
        const toml::table root = toml::parse(text, path);
        SettingsReader reader(path);
        if (Status done = reader.read(root); !done) return std::unexpected(std::move(done).error());
        return std::move(reader).given();
    } catch (const toml::parse_error& error) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
    }
}

Result<std::vector<GivenSetting>> readSettingsFile(const std::string& path) {
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return fail(ErrorCode::NotFound, fmt::format("{}: there is no such file", path));
    const auto text = textOfFile(path);
    if (!text) return fail(ErrorCode::Io, fmt::format("{}: cannot be read", path));
    return settingsFrom(*text, path);
}

} // namespace signalbox
