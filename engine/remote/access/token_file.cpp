#include "engine/remote/access/token_file.h"

#include "engine/base/file_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace signalbox {
namespace {

std::unexpected<Error> refused(const std::string& path, std::string_view what, int error) {
    return fail(ErrorCode::Io, fmt::format("{}: {}: {}", path, what, std::generic_category().message(error)));
}

// Closes a descriptor at the end of a scope, which also lets go of its lock.
class OpenFile {
public:
    OpenFile(const std::string& path, int flags, mode_t mode = 0)
        : m_number(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~OpenFile() {
        if (m_number >= 0) ::close(m_number);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    const int m_number;
};

std::string folderOf(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

Status writeAll(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(ErrorCode::Io, std::generic_category().message(errno));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

void giveToOwner(int draft, const std::string& path, int folder) {
    struct stat owner{};
    if (::geteuid() != 0) return;
    if (::stat(path.c_str(), &owner) != 0 && ::fstat(folder, &owner) != 0) return;
    // Best effort: root can read it in any case.
    static_cast<void>(::fchown(draft, owner.st_uid, owner.st_gid) == 0);
}

Status writeDraft(const std::string& draft, const std::string& path, int folder, std::string_view text) {
    // One that a killed program left is in nobody's use: the folder is locked.
    ::unlink(draft.c_str());
    const OpenFile file(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (!file.isOpen()) return refused(draft, "cannot be made", errno);
    giveToOwner(file.number(), path, folder);
    if (Status written = writeAll(file.number(), text); !written)
        return fail(ErrorCode::Io, fmt::format("{}: cannot be written: {}", draft, written.error().message));
    if (::fsync(file.number()) != 0) return refused(draft, "cannot be written", errno);
    return {};
}

Status replace(const std::string& path, int folder, std::string_view text) {
    const std::string draft = path + ".new";
    if (Status written = writeDraft(draft, path, folder, text); !written) {
        ::unlink(draft.c_str());
        return written;
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(draft.c_str());
        return refused(path, "cannot be replaced", error);
    }
    if (::fsync(folder) != 0) return refused(folderOf(path), "cannot be made durable", errno);
    return {};
}

} // namespace

Result<std::vector<TokenRecord>> readTokenFile(const std::string& path) {
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return fail(ErrorCode::NotFound, fmt::format("{}: there is no such file", path),
                    "Make one with: signalboxd token create --file FILE --name NAME --role ROLE");
    const auto text = textOfFile(path);
    if (!text)
        return fail(ErrorCode::Io, fmt::format("{}: cannot be read", path),
                    "Let the user that the server runs as read it.");
    return tokensFrom(*text, path);
}

Status changeTokenFile(const std::string& path, const std::function<Status(std::vector<TokenRecord>&)>& change) {
    const OpenFile folder(folderOf(path), O_RDONLY | O_DIRECTORY);
    if (!folder.isOpen()) return refused(folderOf(path), "cannot be opened", errno);
    // The folder, not the file, which is another one each time.
    while (::flock(folder.number(), LOCK_EX) != 0)
        if (errno != EINTR) return refused(folderOf(path), "cannot be locked", errno);
    auto tokens = readTokenFile(path);
    if (!tokens && tokens.error().code == ErrorCode::NotFound) tokens = std::vector<TokenRecord>{};
    if (!tokens) return std::unexpected(std::move(tokens).error());
    if (Status changed = change(*tokens); !changed) return changed;
    return replace(path, folder.number(), tokenFileText(*tokens));
}

} // namespace signalbox
