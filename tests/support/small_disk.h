#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// A disk of its own, small enough to be filled: a tmpfs that only this process sees. Needs the right to mount.
class SmallDisk {
public:
    explicit SmallDisk(std::uint64_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    // Why there is none, for GTEST_SKIP; empty: there is.
    [[nodiscard]] const std::string& obstacle() const { return m_obstacle; }
    [[nodiscard]] std::string file(const std::string& name) const { return m_path + "/" + name; }

    // Takes all the space that is left, but for `spareBytes`.
    void fill(std::uint64_t spareBytes = 0);
    void empty();
    // Takes no more writes, as a medium with its switch at "lock".  Requires: no file is open for writing.
    [[nodiscard]] bool makeReadOnly();

private:
    std::string m_path;
    std::string m_obstacle;
};

} // namespace signalbox
