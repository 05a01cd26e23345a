#pragma once

#include "engine/base/clock.h"
#include "engine/remote/client/remote_service.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// What a run of signalboxd printed, and how it ended.
struct Printed {
    std::vector<std::string> lines;
    int status = 0;
};

// `redirection`: "2>&1" for both outputs together, "2>/dev/null" for one.
inline Printed runProgram(const std::string& arguments, const std::string& redirection = "2>&1") {
    ChildProcess process({"/bin/sh", "-c", fmt::format("'{}' {} {}", SIGNALBOXD_PROGRAM, arguments, redirection)});
    Printed result;
    while (const auto line = process.readLine())
        result.lines.push_back(*line);
    result.status = process.wait();
    return result;
}

// The real program, serving on free ports until the object ends. What it logs is read line by line.
class ServedProgram {
public:
    // Behind `signalboxd serve`, and before it: variables of the environment.
    explicit ServedProgram(const std::string& arguments, const std::string& environment = {})
        : m_process({"/bin/sh", "-c",
                     fmt::format("{} exec '{}' serve {} 2>&1", environment, SIGNALBOXD_PROGRAM, arguments)}) {
        const std::string ready = waitForLine("listening on ");
        m_addresses = ready.substr(std::string_view("listening on ").size());
    }

    // Reads on until a line has `text` in it. Empty: the program has ended.
    std::string waitForLine(std::string_view text) {
        while (auto line = m_process.readLine()) {
            m_lines.push_back(*line);
            if (line->contains(text)) return *line;
        }
        return {};
    }
    // "127.0.0.1:41235; metrics at http://127.0.0.1:35123/metrics".
    [[nodiscard]] const std::string& addresses() const { return m_addresses; }
    [[nodiscard]] int port() const { return portAfter("127.0.0.1:"); }
    [[nodiscard]] int metricsPort() const { return portAfter("http://127.0.0.1:"); }
    // All that it has written and that was read.
    [[nodiscard]] const std::vector<std::string>& lines() const { return m_lines; }
    [[nodiscard]] ChildProcess& process() { return m_process; }

    // Tells it to reload, and waits until it has.
    void reload() {
        m_process.signal(SIGHUP);
        waitForLine("reloaded");
    }
    // Tells it to end.  Returns: its exit status.
    int end(int signal = SIGTERM) {
        m_process.signal(signal);
        while (auto line = m_process.readLine())
            m_lines.push_back(*line);
        return m_process.wait();
    }

private:
    [[nodiscard]] int portAfter(std::string_view text) const {
        const auto at = m_addresses.find(text);
        return at == std::string::npos ? 0 : std::stoi(m_addresses.substr(at + text.size()));
    }

    ChildProcess m_process;
    std::string m_addresses;
    std::vector<std::string> m_lines;
};

// Asks 127.0.0.1 for a page, in the oldest way.
inline std::string httpGet(int port, const std::string& path) {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
        const std::string request = fmt::format("GET {} HTTP/1.0\r\n\r\n", path);
        static_cast<void>(::send(file, request.data(), request.size(), MSG_NOSIGNAL));
        std::array<char, 4096> part{};
        for (ssize_t length = 0; (length = ::recv(file, part.data(), part.size(), 0)) > 0;)
            answer.append(part.data(), static_cast<std::size_t>(length));
    }
    ::close(file);
    return answer;
}

// What a process has in memory; 0 under AddressSanitizer, which keeps what is freed. Units: bytes.
inline std::size_t residentBytes([[maybe_unused]] pid_t process) {
#ifdef __SANITIZE_ADDRESS__
    return 0;
#else
    std::ifstream file(fmt::format("/proc/{}/statm", process));
    std::size_t whole = 0;
    std::size_t resident = 0;
    file >> whole >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
#endif
}

// A connection to it.
class Connection {
public:
    explicit Connection(ServerAddress address, const RemoteServiceSettings& settings = {})
        : m_service(std::move(address), settings, m_clock, [this](const LinkState& state) {
            if (state.phase != LinkState::Phase::Connecting && !m_isTold.exchange(true)) m_first.set_value(state);
        }) {}

    // What became of the first try.
    [[nodiscard]] LinkState first() {
        if (!m_known) m_known = m_first.get_future().get();
        return *m_known;
    }
    [[nodiscard]] bool isConnected() { return first().phase == LinkState::Phase::Connected; }

    template <typename Answer, typename Ask>
    [[nodiscard]] Result<Answer> ask(Ask ask) {
        EXPECT_TRUE(isConnected()) << first().message;
        std::promise<Result<Answer>> promise;
        ask(m_service, Reply<Answer>([&promise](Result<Answer> result) { promise.set_value(std::move(result)); }));
        return promise.get_future().get();
    }
    [[nodiscard]] WorkflowService& service() {
        EXPECT_TRUE(isConnected()) << first().message;
        return m_service;
    }
    [[nodiscard]] Result<Statistics> statistics() {
        return ask<Statistics>([](WorkflowService& service, auto reply) { service.statistics(std::move(reply)); });
    }

private:
    const SystemClock m_clock;
    std::promise<LinkState> m_first;
    std::atomic<bool> m_isTold = false;
    std::optional<LinkState> m_known;
    RemoteService m_service; // last: it tells the others
};

// In the clear, on this machine.
inline ServerAddress plainAddress(int port, const std::string& token = {}) {
    ServerAddress address;
    address.host = "127.0.0.1";
    address.port = port;
    address.trust = ServerAddress::Trust::Plaintext;
    address.token = token;
    return address;
}

} // namespace signalbox
