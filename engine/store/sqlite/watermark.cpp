#include "engine/store/sqlite/watermark.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

namespace signalbox {

namespace {

// Persistent: FORMAT.md, "Watermark".
constexpr std::string_view kMagic = "SgbxMark";
constexpr std::size_t kSlotBytes = 512; // a sector, which storage writes whole or not at all
constexpr std::size_t kSlots = 2;
constexpr std::size_t kIdAt = 16;
constexpr std::size_t kEpochAt = 48;
constexpr std::size_t kSeqAt = 56;
constexpr std::size_t kChainAt = 64;
constexpr std::size_t kCounterAt = 8;
constexpr std::size_t kCrcAt = 96;
constexpr std::size_t kIdBytes = 32;

using Slot = std::array<std::byte, kSlotBytes>;

template <typename Unsigned>
void put(Slot& slot, std::size_t at, Unsigned value) {
    for (std::size_t i = 0; i < sizeof value; ++i)
        slot[at + i] = static_cast<std::byte>(value >> (8 * i));
}

template <typename Unsigned>
Unsigned get(const Slot& slot, std::size_t at) {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= static_cast<Unsigned>(std::to_integer<Unsigned>(slot[at + i]) << (8 * i));
    return value;
}

Slot encode(const Watermark::Mark& mark, std::uint64_t counter) {
    assert(mark.storeId.size() == kIdBytes);
    Slot slot{};
    std::memcpy(slot.data(), kMagic.data(), kMagic.size());
    put(slot, kCounterAt, counter);
    std::memcpy(slot.data() + kIdAt, mark.storeId.data(), kIdBytes);
    put(slot, kEpochAt, mark.epoch);
    put(slot, kSeqAt, mark.seq.value());
    std::ranges::copy(mark.chain, slot.begin() + kChainAt);
    put(slot, kCrcAt, crc32(std::span(slot).first(kCrcAt)));
    return slot;
}

bool isIntact(const Slot& slot) {
    return std::memcmp(slot.data(), kMagic.data(), kMagic.size()) == 0 &&
           get<std::uint32_t>(slot, kCrcAt) == crc32(std::span(slot).first(kCrcAt));
}

Watermark::Mark decode(const Slot& slot) {
    Watermark::Mark mark;
    mark.storeId.assign(reinterpret_cast<const char*>(slot.data() + kIdAt), kIdBytes);
    mark.epoch = get<std::uint64_t>(slot, kEpochAt);
    mark.seq = Seq(get<std::uint64_t>(slot, kSeqAt));
    std::ranges::copy(std::span(slot).subspan(kChainAt, mark.chain.size()), mark.chain.begin());
    return mark;
}

std::optional<Slot> readNewest(int file) {
    std::optional<Slot> newest;
    for (std::size_t i = 0; i < kSlots; ++i) {
        Slot slot{};
        const ssize_t size = ::pread(file, slot.data(), slot.size(), static_cast<off_t>(i * kSlotBytes));
        if (size != static_cast<ssize_t>(slot.size()) || !isIntact(slot)) continue;
        if (!newest || get<std::uint64_t>(slot, kCounterAt) > get<std::uint64_t>(*newest, kCounterAt)) newest = slot;
    }
    return newest;
}

} // namespace

std::optional<Watermark::Mark> Watermark::read(const std::string& storePath) {
    const FileDescriptor file(::open(pathFor(storePath).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    const std::optional<Slot> newest = file.isOpen() ? readNewest(file.number()) : std::nullopt;
    return newest ? std::optional(decode(*newest)) : std::nullopt;
}

Status Watermark::open(const std::string& storePath) {
    const std::string path = pathFor(storePath);
    m_file = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!m_file.isOpen())
        return fail(ErrorCode::Io, fmt::format("{}: cannot open the watermark: {}", path, std::strerror(errno)),
                    "Check that the folder may be written to, or open the store read-only.");
    const std::optional<Slot> newest = readNewest(m_file.number());
    m_counter = newest ? get<std::uint64_t>(*newest, kCounterAt) : 0;
    return {};
}

// Over the older slot, so that a write that is torn leaves the newer one.
void Watermark::write(const Mark& mark) {
    assert(m_file.isOpen());
    const std::uint64_t counter = m_counter + 1;
    const Slot slot = encode(mark, counter);
    const auto at = static_cast<off_t>(counter % kSlots * kSlotBytes);
    if (::pwrite(m_file.number(), slot.data(), slot.size(), at) != static_cast<ssize_t>(slot.size())) return;
    m_counter = counter;
    m_isSynced = false;
}

void Watermark::sync() {
    if (m_isSynced) return;
    m_isSynced = ::fdatasync(m_file.number()) == 0;
}

} // namespace signalbox
