#include "engine/chart/package_path.h"

#include <algorithm>
#include <filesystem>

namespace signalbox {

std::optional<std::string> packagePath(std::string_view source) {
    constexpr std::string_view kFileScheme = "file:";
    if (source.starts_with(kFileScheme)) source.remove_prefix(kFileScheme.size());
    const bool isStrange = source.empty() || source.find_first_of(":\\?#") != std::string_view::npos;
    const std::filesystem::path path(source);
    if (isStrange || path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end())
        return std::nullopt;
    return path.lexically_normal().generic_string();
}

} // namespace signalbox
