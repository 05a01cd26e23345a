#include "engine/base/file_text.h"

#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <system_error>

namespace signalbox {

std::optional<std::string> textOfFile(const std::string& path) {
    std::error_code failure;
    // It can be opened like a file.
    if (std::filesystem::is_directory(path, failure)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open()) return std::nullopt;
    try {
        return std::string{std::istreambuf_iterator<char>(file), {}};
    } catch (const std::ios_base::failure&) {
        // What reads past the stream does not set its flags, but throws.
        return std::nullopt;
    }
}

} // namespace signalbox
