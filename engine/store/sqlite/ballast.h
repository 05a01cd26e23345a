#pragma once

#include <cstdint>
#include <string>

namespace signalbox {

// Space kept beside a store, to be given back when the disk is full: what is left to write then - the index of the WAL,
// the lock, a clean end - has room, and so has the person who makes more.
class Ballast {
public:
    static constexpr std::uint64_t kBytes = std::uint64_t{1} << 20;

    explicit Ballast(const std::string& storePath) : m_path(storePath + ".ballast") {}

    // Takes the space, unless it is taken; only if `spareBytes` more are free.
    // Returns: false when the disk has not as much. Any other obstacle leaves the store without a ballast.
    [[nodiscard]] bool take(std::uint64_t spareBytes) const;
    void release() const;

private:
    const std::string m_path;
};

} // namespace signalbox
