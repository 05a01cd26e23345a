#pragma once

#include "engine/base/error.h"
#include "engine/workflow_definitions.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace signalbox {

// Counts what became of many migrations, and what they told.
class MigrationTally {
public:
    void add(const std::string& id, const Result<MigrateReply>& reply);
    // One that is of the version already.
    void addThere() { ++m_there; }

    [[nodiscard]] bool hasLeft() const { return m_left != 0; }
    // What is in the way, then what was told, one line each with how many workflows; errors to standard error; the
    // counts.
    void print(const DefinitionRef& target, bool isDryRun) const;

private:
    // A line of its own: whether it is in the way, its kind, and its words.
    using Line = std::tuple<bool, MigrationGap::Kind, std::string>;
    struct Told {
        std::uint64_t count = 0; // workflows
        std::set<std::string> subjects;
    };

    std::uint64_t m_done = 0;
    std::uint64_t m_left = 0;
    std::uint64_t m_there = 0;
    std::map<Line, Told, std::greater<>> m_lines;
    std::map<std::string, std::uint64_t> m_errors; // by message
};

} // namespace signalbox
