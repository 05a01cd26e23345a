#include "tests/support/child_process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <csignal>
#include <cstdlib>

namespace signalbox {

ChildProcess::ChildProcess(std::vector<std::string> command) {
    std::array<int, 2> ends{};
    [[maybe_unused]] const int piped = ::pipe(ends.data());
    assert(piped == 0);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::vector<char*> arguments;
    for (std::string& argument : command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    [[maybe_unused]] const int spawned =
        ::posix_spawn(&m_pid, arguments.front(), &actions, nullptr, arguments.data(), ::environ);
    assert(spawned == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    m_output = ::fdopen(ends[0], "r");
}

ChildProcess::~ChildProcess() {
    if (m_pid != 0) {
        killHard();
        wait();
    }
    static_cast<void>(std::fclose(m_output));
}

std::optional<std::string> ChildProcess::readLine() {
    std::string line;
    for (int c = std::fgetc(m_output); c != EOF; c = std::fgetc(m_output)) {
        if (c == '\n') return line;
        line.push_back(static_cast<char>(c));
    }
    return std::nullopt;
}

void ChildProcess::signal(int number) {
    ::kill(m_pid, number);
}

void ChildProcess::killHard() {
    signal(SIGKILL);
}

int ChildProcess::wait() {
    int status = 0;
    [[maybe_unused]] const pid_t waited = ::waitpid(m_pid, &status, 0);
    assert(waited == m_pid);
    m_pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace signalbox
