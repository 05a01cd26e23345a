#include "engine/scxml/reader/package_files.h"

#include "engine/base/utf8.h"
#include "engine/chart/package_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace signalbox::scxml {
namespace {

using Text = std::expected<std::string, std::string>;
using Path = std::filesystem::path;

constexpr std::size_t kMostBytesOfAll = 8 * kMostBytes;
constexpr std::size_t kMostDocuments = 200;

std::unexpected<std::string> refusal(std::string_view source, std::string_view why) {
    return std::unexpected(fmt::format("the file '{}' {}", source, why));
}

bool isInside(const Path& folder, const Path& file) {
    const auto [rest, ignored] = std::ranges::mismatch(folder, file);
    return rest == folder.end();
}

Text readBounded(const Path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(kMostBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad() || !stream.is_open()) return std::unexpected("cannot be read");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMostBytes) return std::unexpected("is larger than 2 MiB");
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (!isUtf8(text)) return std::unexpected("is not UTF-8");
    return text;
}

} // namespace

Text PackageFiles::read(std::string_view source) {
    const auto path = packagePath(source);
    if (!path)
        return refusal(source, "is not of the package: name a file in the folder of the definition, without '..'");
    const std::string& name = *path;
    if (const auto known = m_texts.find(name); known != m_texts.end()) return known->second;
    Text text = find(*path);
    if (!text) return refusal(source, text.error());
    if (m_byteCount + text->size() > kMostBytesOfAll)
        return refusal(source, "is too much: the package is above 16 MiB");
    m_byteCount += text->size();
    return m_texts.emplace(name, std::move(*text)).first->second;
}

std::expected<void, std::string> PackageFiles::addDocument(std::string_view source) {
    Text text = read(source);
    if (!text) return std::unexpected(std::move(text).error());
    std::string path = packagePath(source).value();
    if (m_documents.contains(path)) return {};
    if (m_documents.size() >= kMostDocuments)
        return refusal(source, fmt::format("is too much: the package has {} children already", kMostDocuments));
    m_documents.insert(path);
    m_untaken.push_back({.path = std::move(path), .text = *std::move(text)});
    return {};
}

std::optional<PackageFile> PackageFiles::takeDocument() {
    if (m_untaken.empty()) return std::nullopt;
    PackageFile document = std::move(m_untaken.front());
    m_untaken.erase(m_untaken.begin());
    return document;
}

Text PackageFiles::find(const Path& path) const {
    const auto frozen = std::ranges::find(m_frozen, path.generic_string(), &PackageFile::path);
    if (frozen != m_frozen.end()) return frozen->text;
    if (!m_folder.empty()) return load(path);
    return std::unexpected(m_frozen.empty() ? "cannot be read: the definition has no package"
                                            : "is not in the package");
}

Text PackageFiles::load(const Path& path) const {
    std::error_code failed;
    const Path folder = std::filesystem::canonical(m_folder, failed);
    if (failed) return std::unexpected("cannot be read: there is no package folder");
    const Path file = std::filesystem::canonical(folder / path, failed);
    if (failed) return std::unexpected("does not exist");
    if (!isInside(folder, file)) return std::unexpected("is a link that leads out of the package");
    // Not a pipe or a device, which could make the reader wait.
    if (!std::filesystem::is_regular_file(file, failed)) return std::unexpected("is no regular file");
    return readBounded(file);
}

std::vector<PackageFile> PackageFiles::take() {
    std::vector<PackageFile> files;
    for (auto& [path, text] : m_texts)
        files.push_back({.path = path, .text = std::move(text)});
    m_texts.clear();
    return files;
}

} // namespace signalbox::scxml
