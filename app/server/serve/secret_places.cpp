#include "app/server/serve/secret_places.h"

#include "engine/base/file_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

namespace signalbox {
namespace {

// Definitions name secrets, and whoever deploys them must not read other files by it.
bool isName(std::string_view name) {
    const auto isLetter = [](char each) {
        return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '-' || each == '_' || each == '.';
    };
    return !name.empty() && !name.starts_with('.') && std::ranges::all_of(name, isLetter);
}

std::unexpected<Error> missing(std::string_view name) {
    return fail(ErrorCode::NotFound, fmt::format("there is no secret '{}'", name),
                "Put it into the folder of secrets.folder, or into a variable as secrets.environment says.");
}

} // namespace

SecretPlaces::SecretPlaces(SecretSettings settings, Environment environment)
    : m_settings(std::move(settings))
    , m_environment(std::move(environment)) {}

Result<std::string> SecretPlaces::secret(std::string_view name) const {
    if (!isName(name))
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no name of a secret", name),
                    "Names are made of letters, digits, '-', '_' and '.'.");
    if (!m_settings.folder.empty()) {
        auto found = fromFolder(std::string(name));
        if (found || found.error().code != ErrorCode::NotFound) return found;
    }
    if (m_settings.environment.empty()) return missing(name);
    std::string variable = m_settings.environment;
    for (const char each : name)
        variable += std::isalnum(static_cast<unsigned char>(each)) != 0
                        ? static_cast<char>(std::toupper(static_cast<unsigned char>(each)))
                        : '_';
    auto found = m_environment(variable);
    if (!found) return missing(name);
    return *std::move(found);
}

Result<std::string> SecretPlaces::fromFolder(const std::string& name) const {
    const auto path = std::filesystem::path(m_settings.folder) / name;
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) return missing(name);
    auto text = textOfFile(path.string());
    if (!text)
        return fail(ErrorCode::Io, fmt::format("{}: cannot be read", path.string()), "Let the server's user read it.");
    if (text->ends_with('\n')) text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
    return *std::move(text);
}

} // namespace signalbox
