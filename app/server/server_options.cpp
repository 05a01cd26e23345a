#include "app/server/server_options.h"

#include "app/server/serve/serve_command.h"
#include "app/server/settings/loaded_settings.h"
#include "app/server/settings/setting_table.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

constexpr const char* kServe =
    "Serve a store to other programs over gRPC, until SIGTERM. SIGHUP reads settings, tokens and certificates again.\n"
    "Settings come from flags, which go before variables of the environment, which go before the file: --config, or"
    " $SIGNALBOX_CONFIG, or signalboxd.toml beside this program. Exit 0 when told to end, 1 if the store or an address"
    " cannot be used, 2 if a setting is wrong, or a certificate, key or file of tokens that one names";

std::optional<std::string> environmentVariable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::vector<std::string> environmentVariables() {
    std::vector<std::string> names;
    for (char** each = ::environ; *each != nullptr; ++each) {
        const std::string_view variable(*each);
        names.emplace_back(variable.substr(0, variable.find('=')));
    }
    return names;
}

std::string fileBesideProgram() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    return failure ? std::string() : (program.parent_path() / "signalboxd.toml").string();
}

// "Its port; mail.port, SIGNALBOX_MAIL_PORT; 587".
std::string helpOf(const Setting& setting) {
    const std::string byDefault = setting.text(ServeSettings{});
    return fmt::format("{} [{}]{}", setting.help, environmentOf(setting),
                       byDefault.empty() ? "" : fmt::format(" [{}]", byDefault));
}

std::string groupOf(const Setting& setting) {
    const auto dot = setting.name.find('.');
    return dot == std::string_view::npos ? "Server" : fmt::format("[{}]", setting.name.substr(0, dot));
}

void addSetting(CLI::App& command, const Setting& setting, std::vector<GivenSetting>& given) {
    const std::string flag = flagOf(setting);
    const auto take = [&given, &setting, flag](const std::vector<std::string>& texts) {
        given.push_back({.setting = &setting, .texts = texts, .place = flag});
    };
    CLI::Option* const option = command.add_option_function<std::vector<std::string>>(flag, take, helpOf(setting));
    option->type_name(std::string(valueName(setting.kind)))->group(groupOf(setting))->allow_extra_args(false);
    const bool mayRepeat = setting.kind == SettingKind::List || setting.kind == SettingKind::Clients;
    if (!mayRepeat) option->expected(1);
}

void addServe(CLI::App& app, ServerArguments& arguments, const Clock& clock, int& status) {
    auto* serve = app.add_subcommand("serve", kServe);
    serve->add_option("-c,--config", arguments.settingsFile, "File of settings, TOML [SIGNALBOX_CONFIG]")
        ->group("Server");
    for (const Setting& setting : settingTable())
        addSetting(*serve, setting, arguments.settings);
    serve->final_callback([&] {
        status = serveCommand({.file = arguments.settingsFile,
                               .fileBeside = fileBesideProgram(),
                               .flags = std::move(arguments.settings),
                               .environment = environmentVariable,
                               .variables = environmentVariables()},
                              clock, SIGNALBOX_VERSION);
    });
}

void addCreate(CLI::App& token, ServerArguments& arguments, const Clock& clock, int& status) {
    TokenCreateArguments& given = arguments.token;
    auto* create = token.add_subcommand(
        "create", "Make a token and print it, once; the file keeps only its hash. Makes the file if there is none");
    create->add_option("--file", given.file, "File of tokens")->required();
    create->add_option("--name", given.name, "Who uses it; the history names him so")->required();
    create->add_option("--role", given.role, "viewer, operator or admin")->required();
    create->add_option("--expires", given.expires, "30d, 12h, 2027-01-31 or never")->capture_default_str();
    create
        ->add_option("--definition", given.definitions, "Reaches workflows of this definition only; repeat it for more")
        ->allow_extra_args(false);
    create->final_callback([&] { status = createTokenCommand(given, clock); });
}

void addToken(CLI::App& app, ServerArguments& arguments, const Clock& clock, int& status) {
    auto* token = app.add_subcommand("token", "Make, list and revoke the tokens of a server. A server that runs takes"
                                              " notice with SIGHUP");
    token->require_subcommand(1);
    addCreate(*token, arguments, clock, status);
    auto* list = token->add_subcommand("list", "Print a line for each token: id, role, name, expiry, scope");
    list->add_option("--file", arguments.token.file, "File of tokens")->required();
    list->final_callback([&] { status = listTokensCommand(arguments.token.file, clock); });
    auto* revoke = token->add_subcommand("revoke", "Take a token back");
    revoke->add_option("--file", arguments.token.file, "File of tokens")->required();
    revoke->add_option("ID", arguments.tokenId, "As `token list` prints it")->required();
    revoke->final_callback([&] { status = revokeTokenCommand(arguments.token.file, arguments.tokenId, clock); });
}

} // namespace

void addServerCommands(CLI::App& app, ServerArguments& arguments, const Clock& clock, int& status) {
    addServe(app, arguments, clock, status);
    addToken(app, arguments, clock, status);
}

} // namespace signalbox
