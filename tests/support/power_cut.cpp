#include "tests/support/power_cut.h"

#include <algorithm>
#include <cassert>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace signalbox {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSector = 512;

StorageCall::Kind kindOf(const std::string& verb) {
    static const std::map<std::string, StorageCall::Kind> kinds{
        {"write", StorageCall::Kind::Write},   {"truncate", StorageCall::Kind::Truncate},
        {"sync", StorageCall::Kind::Sync},     {"rename", StorageCall::Kind::Rename},
        {"unlink", StorageCall::Kind::Unlink}, {"say", StorageCall::Kind::Say}};
    return kinds.at(verb);
}

std::string contentOfFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The sectors of a write, or those of them that `isKept` has.
void write(std::string& content, const StorageCall& call, auto&& isKept) {
    for (std::size_t done = 0; done < call.bytes.size();) {
        const std::size_t at = call.at + done;
        const std::size_t size = std::min(kSector - at % kSector, call.bytes.size() - done);
        if (isKept()) {
            content.resize(std::max(content.size(), at + size));
            content.replace(at, size, call.bytes, done, size);
        }
        done += size;
    }
}

// From 0 to `count`.
std::size_t howMany(std::size_t count, PowerCut::Kept kept, std::mt19937_64& random) {
    if (kept == PowerCut::Kept::Nothing) return 0;
    return kept == PowerCut::Kept::Everything ? count : random() % (count + 1);
}

} // namespace

std::vector<StorageCall> readStorageCalls(const std::string& recordFile) {
    std::ifstream file(recordFile, std::ios::binary);
    std::vector<StorageCall> calls;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string verb;
        StorageCall call;
        std::size_t size = 0;
        std::getline(words, verb, '\t');
        std::getline(words, call.path, '\t');
        words >> call.at >> size;
        call.kind = kindOf(verb);
        call.bytes.resize(size);
        file.read(call.bytes.data(), static_cast<std::streamsize>(size));
        calls.push_back(std::move(call));
    }
    return calls;
}

PowerCut::PowerCut(const fs::path& folder) : m_folder(folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        m_durableNames[entry.path().filename()] = m_files.size();
        m_files.push_back({.durable = contentOfFile(entry.path()), .since = {}});
    }
    m_names = m_durableNames;
}

void PowerCut::carryOut(const StorageCall& call) {
    switch (call.kind) {
    case StorageCall::Kind::Write:
    case StorageCall::Kind::Truncate:
        return fileAt(call.path).since.push_back(call);
    case StorageCall::Kind::Sync:
        return sync(call.path);
    case StorageCall::Kind::Rename:
        return name({.name = nameOf(call.path), .newName = nameOf(call.bytes)});
    case StorageCall::Kind::Unlink:
        return name({.name = nameOf(call.path), .newName = {}});
    case StorageCall::Kind::Say:
        return;
    }
}

PowerCut::File& PowerCut::fileAt(const std::string& path) {
    const std::string wanted = nameOf(path);
    if (!m_names.contains(wanted)) {
        m_files.emplace_back();
        name({.name = wanted, .newName = {}, .file = m_files.size() - 1});
    }
    return m_files[m_names.at(wanted)];
}

void PowerCut::sync(const std::string& path) {
    if (fs::path(path) == m_folder) {
        m_durableNames = m_names;
        m_namings.clear();
        return;
    }
    File& file = fileAt(path);
    std::mt19937_64 unused;
    file.durable = contentOf(file, Kept::Everything, unused);
    file.since.clear();
}

void PowerCut::name(Naming naming) {
    carryOut(m_names, naming);
    m_namings.push_back(std::move(naming));
}

std::string PowerCut::nameOf(const std::string& path) const {
    assert(fs::path(path).parent_path() == m_folder);
    return fs::path(path).filename();
}

void PowerCut::carryOut(Names& names, const Naming& naming) {
    if (naming.file != kNone) {
        names[naming.name] = naming.file;
        return;
    }
    const auto found = names.find(naming.name);
    if (found == names.end()) return;
    if (!naming.newName.empty()) names[naming.newName] = found->second;
    names.erase(naming.name);
}

std::string PowerCut::contentOf(const File& file, Kept kept, std::mt19937_64& random) {
    const auto isTruncation = [](const StorageCall& call) { return call.kind == StorageCall::Kind::Truncate; };
    const auto truncations = static_cast<std::size_t>(std::ranges::count_if(file.since, isTruncation));
    std::size_t left = howMany(truncations, kept, random);
    std::string content = file.durable;
    for (const StorageCall& call : file.since) {
        if (isTruncation(call)) {
            if (left-- == 0) break; // what follows it cannot be there without it
            content.resize(call.at);
        } else {
            write(content, call, [&] { return howMany(1, kept, random) == 1; });
        }
    }
    return content;
}

void PowerCut::leaveIn(const fs::path& folder, Kept kept, std::mt19937_64& random) const {
    for (const auto& entry : fs::directory_iterator(folder))
        fs::remove(entry.path());
    Names names = m_durableNames;
    const std::size_t count = howMany(m_namings.size(), kept, random);
    for (std::size_t i = 0; i < count; ++i)
        carryOut(names, m_namings[i]);
    for (const auto& [name, file] : names)
        std::ofstream(folder / name, std::ios::binary) << contentOf(m_files[file], kept, random);
}

} // namespace signalbox
