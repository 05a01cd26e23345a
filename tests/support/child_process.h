#pragma once

#include <sys/types.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// A program that a test starts, listens to and may kill. What is still running is killed with the object.
class ChildProcess {
public:
    // The program's path, then its arguments.
    explicit ChildProcess(std::vector<std::string> command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // The next line of its standard output, without its end; none when it has closed it. An unfinished last line is
    // left out.
    [[nodiscard]] std::optional<std::string> readLine();
    // A signal, SIGTERM, for it to deal with as it likes.
    void signal(int number);
    // Ends it at once, as the kernel does: no code of it runs any more.
    void killHard();
    // Returns: its exit status, or 128 + the signal that ended it.
    int wait();
    [[nodiscard]] pid_t id() const { return m_pid; }

private:
    pid_t m_pid = 0; // 0: has been waited for
    std::FILE* m_output = nullptr;
};

} // namespace signalbox
