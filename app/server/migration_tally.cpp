#include "app/server/migration_tally.h"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace signalbox {
namespace {

constexpr std::size_t kMostSubjects = 4; // in one line

std::string_view nameOf(MigrationGap::Kind kind) {
    switch (kind) {
    case MigrationGap::Kind::State:
        return "state";
    case MigrationGap::Kind::History:
        return "history";
    case MigrationGap::Kind::Timer:
        return "timer";
    case MigrationGap::Kind::Child:
        return "child";
    case MigrationGap::Kind::Variable:
        return "variable";
    }
    return "";
}

std::string listOf(const std::set<std::string>& subjects) {
    std::string list;
    std::size_t count = 0;
    for (const std::string& subject : subjects) {
        if (count++ == kMostSubjects) return list + fmt::format(" and {} more", subjects.size() - kMostSubjects);
        list += fmt::format("{}'{}'", list.empty() ? "" : ", ", subject);
    }
    return list;
}

std::string workflows(std::uint64_t count) {
    return fmt::format("{} workflow{}", count, count == 1 ? "" : "s");
}

} // namespace

void MigrationTally::add(const std::string& id, const Result<MigrateReply>& reply) {
    if (!reply) {
        ++m_left;
        ++m_errors[fmt::format("{}: {}", id, reply.error().message)];
        return;
    }
    bool isBlocked = false;
    std::set<Line> lines;
    for (const MigrationGap& gap : reply->gaps) {
        isBlocked = isBlocked || gap.isBlocking;
        const Line line(gap.isBlocking, gap.kind, gap.message);
        m_lines[line].subjects.insert(gap.subject);
        lines.insert(line);
    }
    for (const Line& line : lines)
        ++m_lines[line].count;
    ++(isBlocked ? m_left : m_done);
}

void MigrationTally::print(const DefinitionRef& target, bool isDryRun) const {
    for (const auto& [message, count] : m_errors)
        fmt::print(stderr, "signalboxd: {}\n", message);
    for (const auto& [line, told] : m_lines) {
        const auto& [isBlocking, kind, message] = line;
        fmt::print("{}{} {}: {} ({})\n", isBlocking ? "in the way: " : "", nameOf(kind), listOf(told.subjects), message,
                   workflows(told.count));
    }
    fmt::print("{} version {}: {} {}, {} left", target.name, target.version, workflows(m_done),
               isDryRun ? "would be moved" : "moved", m_left);
    fmt::print("{}\n", m_there == 0 ? "" : fmt::format(", {} there already", m_there));
}

} // namespace signalbox
