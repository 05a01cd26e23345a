#include "engine/store/sqlite/file_system.h"

#include <fmt/format.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace signalbox {

namespace {

struct NetworkFileSystem {
    std::uint32_t type; // statfs(2), f_type
    std::string_view name;
};

constexpr std::array kNetworkFileSystems{
    NetworkFileSystem{0x6969, "NFS"},      NetworkFileSystem{0x517B, "SMB"},
    NetworkFileSystem{0xFF534D42, "CIFS"}, NetworkFileSystem{0xFE534D42, "SMB"},
    NetworkFileSystem{0x00C36400, "Ceph"}, NetworkFileSystem{0x5346414F, "AFS"},
    NetworkFileSystem{0x73757245, "Coda"}, NetworkFileSystem{0x0BD00BD0, "Lustre"},
    NetworkFileSystem{0x01021997, "9p"},   NetworkFileSystem{0x65735546, "FUSE (such as sshfs)"},
};

} // namespace

Status checkFileSystem(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path();
    struct statfs found{};
    // What cannot be looked at is told when it is opened.
    if (::statfs(folder.empty() ? "." : folder.c_str(), &found) != 0) return {};
    const auto* known =
        std::ranges::find(kNetworkFileSystems, static_cast<std::uint32_t>(found.f_type), &NetworkFileSystem::type);
    if (known == kNetworkFileSystems.end()) return {};
    return fail(ErrorCode::NotPermitted,
                fmt::format("{}: lies on a network file system, {}, whose locks and shared memory a store cannot rely "
                            "on: commits could be lost",
                            path, known->name),
                "Put the store on a local disk. If it is one all the same, open it with --allow-network-file-system.");
}

} // namespace signalbox
