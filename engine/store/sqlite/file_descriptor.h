#pragma once

#include <unistd.h>

#include <utility>

namespace signalbox {

// Owns a descriptor of the operating system. Never of a store's own file: closing one drops SQLite's locks on it.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) : m_number(number) {}
    ~FileDescriptor() { close(); }
    FileDescriptor(FileDescriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        if (this != &other) close();
        m_number = std::exchange(other.m_number, m_number);
        return *this;
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    void close() {
        if (m_number >= 0) ::close(std::exchange(m_number, -1));
    }

private:
    int m_number = -1;
};

} // namespace signalbox
