#pragma once

#include "tests/support/child_process.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

namespace signalbox {

// Somebody's sqlite3 at a terminal.
class SqliteTerminal {
public:
    SqliteTerminal(const std::string& database, const std::string& pipe)
        : m_pipe(makePipe(pipe))
        , m_program({"/bin/sh", "-c", fmt::format("exec sqlite3 '{}' < '{}'", database, pipe)})
        , m_terminal(pipe) {}

    // Types `sql`, and returns when it was carried out.
    void type(const std::string& sql) {
        m_terminal << sql << "\n.shell echo done\n" << std::flush;
        auto line = m_program.readLine();
        while (line && *line != "done")
            line = m_program.readLine();
        EXPECT_TRUE(line) << "sqlite3 has ended";
    }

private:
    static int makePipe(const std::string& path) { return ::mkfifo(path.c_str(), 0600); }

    int m_pipe;
    ChildProcess m_program;
    std::ofstream m_terminal;
};

} // namespace signalbox
