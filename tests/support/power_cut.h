#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace signalbox {

// What a process asked of its storage, or said meanwhile; as recording_shim.cpp writes it down.
struct StorageCall {
    enum class Kind : std::uint8_t { Write, Truncate, Sync, Rename, Unlink, Say };

    Kind kind = Kind::Say;
    std::string path;
    std::size_t at = 0; // of a write; the size of a truncation
    std::string bytes;  // what is written or said; the new path of a renaming
};
[[nodiscard]] std::vector<StorageCall> readStorageCalls(const std::string& recordFile);

// A folder on a storage whose power may fail at any moment. What was synced is there afterwards. Of what was written to
// a file since, any sectors may be, in any order, but for what was before a truncation that is kept; of the names that
// were given, changed and removed since the folder was synced, the first so many. No storage is known to do worse than
// this that keeps its promises.
class PowerCut {
public:
    enum class Kept : std::uint8_t { Nothing, Everything, Something }; // of what was not synced

    // What stands in `folder` now is durable.
    explicit PowerCut(const std::filesystem::path& folder);

    void carryOut(const StorageCall& call);
    // Makes `folder` what a machine would find after its power failed now, and nothing else.
    void leaveIn(const std::filesystem::path& folder, Kept kept, std::mt19937_64& random) const;

private:
    struct File {
        std::string durable;
        std::vector<StorageCall> since; // writes and truncations
    };
    using Names = std::map<std::string, std::size_t>; // to m_files
    struct Naming {
        std::string name;
        std::string newName; // empty: it is given to `file` or, without one, removed
        std::size_t file = kNone;
    };
    static constexpr std::size_t kNone = ~std::size_t{0};

    File& fileAt(const std::string& path);
    void sync(const std::string& path);
    void name(Naming naming);
    [[nodiscard]] std::string nameOf(const std::string& path) const;
    static void carryOut(Names& names, const Naming& naming);
    static std::string contentOf(const File& file, Kept kept, std::mt19937_64& random);

    std::filesystem::path m_folder;
    std::vector<File> m_files;
    Names m_names;        // as the process sees them
    Names m_durableNames; // as they were when the folder was synced
    std::vector<Naming> m_namings;
};

} // namespace signalbox
