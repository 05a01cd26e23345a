#include "engine/store/sqlite/backup_folder.h"

#include "engine/store/sqlite/backup.h"
#include "engine/store/sqlite/store_file.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

namespace signalbox {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStampShape = "0000-00-00T000000Z";
constexpr std::string_view kDraft = ".new"; // behind the name of a backup that is being made

int digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    std::from_chars(text.data() + from, text.data() + from + count, value);
    return value;
}

// "2026-11-22T140502Z"; names that people gave are none of ours.
std::optional<Time> parseStamp(std::string_view text) {
    if (text.size() != kStampShape.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDigit = text[i] >= '0' && text[i] <= '9';
        if (kStampShape[i] == '0' ? !isDigit : text[i] != kStampShape[i]) return std::nullopt;
    }
    using namespace std::chrono;
    const year_month_day date(year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                              day(static_cast<unsigned>(digits(text, 8, 2))));
    if (!date.ok()) return std::nullopt;
    return sys_days(date) + hours(digits(text, 11, 2)) + minutes(digits(text, 13, 2)) + seconds(digits(text, 15, 2));
}

std::string prefixFor(const std::string& storePath) {
    return fs::path(storePath).filename().string() + ".";
}

} // namespace

BackupFolder::BackupFolder(std::string storePath, BackupSettings settings)
    : m_storePath(canonicalPath(storePath))
    , m_settings(std::move(settings))
    , m_folder(m_settings.folder.empty() ? m_storePath + ".backups" : m_settings.folder) {}

std::vector<BackupFile> BackupFolder::files() const {
    std::vector<BackupFile> files;
    const std::string prefix = prefixFor(m_storePath);
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(m_folder, failure)) {
        const std::string name = entry.path().filename();
        if (!name.starts_with(prefix)) continue;
        if (const auto time = parseStamp(std::string_view(name).substr(prefix.size())))
            files.push_back({.path = entry.path(), .takenAt = *time});
    }
    std::ranges::sort(files, std::ranges::greater(), &BackupFile::takenAt);
    return files;
}

std::vector<BackupFolder::Held> BackupFolder::readable() const {
    std::vector<Held> all;
    for (BackupFile& file : files())
        if (const auto summary = summarizeStore({.path = file.path, .vfs = {}, .isImmutable = true}))
            all.emplace_back(std::move(file), *summary);
    // Of one store the epoch rises with each restore, and within it the log.
    const auto age = [](const Held& held) {
        const StoreSummary& summary = held.second;
        return std::tuple(summary.meta.created, summary.meta.epoch, summary.lastSeq, held.first.takenAt);
    };
    std::ranges::sort(all, std::ranges::greater(), age);
    return all;
}

std::optional<std::pair<BackupFile, StoreSummary>> BackupFolder::newestReadable() const {
    auto all = readable();
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

Result<BackupFile> BackupFolder::add(Time now, const std::stop_token& stop) {
    std::error_code failure;
    fs::create_directories(m_folder, failure);
    if (failure) return fail(ErrorCode::Io, fmt::format("{}: cannot be made: {}", m_folder, failure.message()));
    BackupFile file{.path = nameAt(now), .takenAt = std::chrono::floor<std::chrono::seconds>(now)};
    removeDrafts();
    const Reader::Source source{.path = m_storePath, .vfs = {}, .isImmutable = isImmutableStore(m_storePath)};
    auto summary = backUpStore(source, file.path, now, stop);
    if (!summary) return std::unexpected(std::move(summary.error()));
    removeOldest(file);
    return file;
}

Result<std::optional<BackupFile>> BackupFolder::addIfDue(Time now, const std::stop_token& stop) {
    if (!isDue(now)) return std::nullopt;
    auto file = add(now, stop);
    if (!file) return std::unexpected(std::move(file.error()));
    return *std::move(file);
}

bool BackupFolder::isDue(Time now) const {
    if (!m_settings.isEnabled) return false;
    const auto newest = newestReadable();
    if (!newest) return true;
    // A clock that was set back must not make it wait for years.
    const bool isYoung = newest->first.takenAt <= now && now - newest->first.takenAt < m_settings.interval;
    if (isYoung) return false;
    const auto store = summarizeStore({.path = m_storePath, .vfs = {}, .isImmutable = isImmutableStore(m_storePath)});
    const StoreSummary& backup = newest->second;
    return !store || store->lastSeq != backup.lastSeq || store->meta.epoch != backup.meta.epoch;
}

std::string BackupFolder::nameAt(Time now) const {
    return fmt::format("{}/{}{:%Y-%m-%dT%H%M%S}Z", m_folder, prefixFor(m_storePath),
                       std::chrono::floor<std::chrono::seconds>(now));
}

void BackupFolder::removeOldest(const BackupFile& added) const {
    const std::vector<Held> all = readable();
    for (std::size_t i = std::max<std::size_t>(m_settings.kept, 1); i < all.size(); ++i) {
        std::error_code ignored; // tried again with the next backup
        if (all[i].first != added) fs::remove(all[i].first.path, ignored);
    }
}

// Each as large as the store, of backups that were interrupted, under the names of their moments: nobody else takes
// them away.
void BackupFolder::removeDrafts() const {
    const std::string prefix = prefixFor(m_storePath);
    std::vector<std::string> drafts;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(m_folder, failure)) {
        const std::string name = entry.path().filename();
        const std::size_t end = prefix.size() + kStampShape.size();
        const bool isDraft = name.starts_with(prefix) && name.size() > end && name.substr(end).starts_with(kDraft);
        if (isDraft && parseStamp(name.substr(prefix.size(), kStampShape.size()))) drafts.push_back(entry.path());
    }
    for (const std::string& draft : drafts)
        fs::remove(draft, failure);
}

} // namespace signalbox
