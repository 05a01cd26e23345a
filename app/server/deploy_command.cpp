#include "app/server/opened_store.h"
#include "app/server/operator_name.h"
#include "app/server/report.h"
#include "app/server/version_commands.h"
#include "engine/scxml/compiler.h"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr int kHasErrors = 1;
constexpr int kUnusable = 2;

char signOf(StructureChange::Kind kind) {
    switch (kind) {
    case StructureChange::Kind::Added:
        return '+';
    case StructureChange::Kind::Removed:
        return '-';
    case StructureChange::Kind::Changed:
        return '~';
    }
    return '?';
}

void print(std::string_view what, const std::vector<StructureChange>& changes) {
    for (const StructureChange& change : changes)
        fmt::print("  {} {}{}{}{}{}\n", signOf(change.kind), what, what.empty() ? "" : " ", change.subject,
                   change.what.empty() ? "" : ": ", change.what);
}

void printDifference(const DeployReply& reply) {
    if (!reply.isNew || !reply.previous) return;
    const StructureDifference& difference = reply.difference;
    fmt::print("  compared with version {}:{}\n", reply.previous->version,
               difference.isEmpty() ? " no other states, transitions or triggers" : "");
    print("state", difference.states);
    print("transition", difference.transitions);
    print("trigger", difference.triggers);
    print("", difference.others);
}

void printReply(const DeployReply& reply, bool isDryRun) {
    const std::string_view what = !reply.isNew ? "is there already" : isDryRun ? "would be deployed" : "is deployed";
    fmt::print("{} version {} {}\n", reply.definition->name, reply.definition->version, what);
    printDifference(reply);
    for (const auto& [definition, count] : reply.workflows)
        fmt::print("  {} workflows on version {}\n", count, definition.version);
}

} // namespace

int deployCommand(const DeployArguments& arguments) {
    auto source = scxml::readSource(arguments.file);
    if (!source) return report(source.error(), kUnusable);
    const auto opened =
        OpenedStore::open(arguments.store, {.isReadOnly = arguments.isDryRun,
                                            .allowNetworkFileSystem = arguments.allowNetworkFileSystem});
    if (!opened) return report(opened.error(), kUnusable);
    DeployRequest request{.source = *std::move(source),
                          .isDryRun = arguments.isDryRun,
                          .caller = {.principal = operatorName(), .reason = arguments.reason, .requestId = {}}};
    const auto reply = OpenedStore::wait<DeployReply>(
        [&](Reply<DeployReply> answer) { (*opened)->service().deploy(std::move(request), std::move(answer)); });
    if (!reply) return report(reply.error(), kUnusable);
    for (const SourceDiagnostic& diagnostic : reply->diagnostics)
        fmt::print(stderr, "{}\n", format(diagnostic));
    if (!reply->definition) return kHasErrors;
    printReply(*reply, arguments.isDryRun);
    return 0;
}

} // namespace signalbox
