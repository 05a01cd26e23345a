#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// Which file stands at a path, whatever it is called: tells whether it is still the one that was opened.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const FileIdentity&) const = default;
};

// None: there is nothing, or it cannot be looked at.
[[nodiscard]] std::optional<FileIdentity> fileIdentityOf(const std::string& path);

} // namespace signalbox
