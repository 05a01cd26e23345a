#pragma once

#include "engine/scxml/reader/reader.h"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// The files beside a definition that src may name: of a package that was read before, or inside one folder and nowhere
// else, whatever links say.
class PackageFiles {
public:
    // Lifetime: `frozen` outlives the object.
    explicit PackageFiles(std::filesystem::path folder, std::span<const PackageFile> frozen = {})
        : m_folder(std::move(folder))
        , m_frozen(frozen) {}

    // The text of the file that a src attribute names: "tax.js", "file:tax.js". Errors: why not, in English.
    [[nodiscard]] std::expected<std::string, std::string> read(std::string_view source);
    // The same for one that is a definition of its own, to be read by takeDocument().
    [[nodiscard]] std::expected<void, std::string> addDocument(std::string_view source);
    // The next of those that were added, each once; none: there are no more.
    [[nodiscard]] std::optional<PackageFile> takeDocument();
    // All that were read, by path. Ends the reading.
    [[nodiscard]] std::vector<PackageFile> take();

private:
    std::expected<std::string, std::string> find(const std::filesystem::path& path) const;
    std::expected<std::string, std::string> load(const std::filesystem::path& path) const;

    std::filesystem::path m_folder;
    std::span<const PackageFile> m_frozen;
    std::map<std::string, std::string, std::less<>> m_texts; // by path
    std::size_t m_byteCount = 0;
    std::set<std::string, std::less<>> m_documents; // paths, also of those that were taken
    std::vector<PackageFile> m_untaken;
};

} // namespace signalbox::scxml
