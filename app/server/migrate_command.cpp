#include "app/server/migration_tally.h"
#include "app/server/opened_store.h"
#include "app/server/operator_name.h"
#include "app/server/report.h"
#include "app/server/version_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace signalbox {
namespace {

constexpr int kLeft = 1;
constexpr int kUnusable = 2;
constexpr std::uint32_t kPage = 1000;

using Names = std::map<std::string, std::string>;

// The versions of one definition, oldest first, and what is asked of them.
struct Plan {
    std::vector<Definition> versions;
    DefinitionRef target;
    Names states;
    Caller caller;
    bool isDryRun = false;

    // The part of `states` that `version` has.
    [[nodiscard]] Names statesOf(const DefinitionRef& version) const {
        Names known = states;
        const auto found =
            std::ranges::find(versions, version.version, [](const Definition& each) { return each.structure.version; });
        if (found != versions.end())
            std::erase_if(known, [&](const auto& name) { return !findState(found->structure, name.first); });
        return known;
    }
};

Error senseless(std::string message) {
    return {.code = ErrorCode::InvalidArgument, .message = std::move(message), .advice = {}};
}

Result<Names> namesFrom(const std::vector<std::string>& pairs) {
    Names names;
    for (const std::string& pair : pairs) {
        const auto at = pair.find('=');
        if (at == std::string::npos || at == 0 || at + 1 == pair.size())
            return std::unexpected(senseless(fmt::format("'{}' is not of the form OLD=NEW", pair)));
        names[pair.substr(0, at)] = pair.substr(at + 1);
    }
    return names;
}

// A name that no version has is a slip of the pen.
Status checkStates(const Plan& plan) {
    for (const auto& [before, after] : plan.states) {
        const auto isOf = [&](const Definition& version) { return findState(version.structure, before).has_value(); };
        if (std::ranges::none_of(plan.versions, isOf))
            return std::unexpected(
                senseless(fmt::format("no version of {} has a state '{}'", plan.target.name, before)));
    }
    return {};
}

Result<Plan> planOf(WorkflowService& service, const MigrateArguments& arguments) {
    auto states = namesFrom(arguments.states);
    if (!states) return std::unexpected(std::move(states).error());
    auto all = OpenedStore::wait<std::vector<Definition>>(
        [&](Reply<std::vector<Definition>> answer) { service.definitions(std::move(answer)); });
    if (!all) return std::unexpected(std::move(all).error());
    std::erase_if(*all, [&](const Definition& each) { return each.structure.name != arguments.definition; });
    if (all->empty())
        return std::unexpected(senseless(fmt::format("the store has no definition '{}'", arguments.definition)));
    const std::uint32_t to = arguments.toVersion != 0 ? arguments.toVersion : all->back().structure.version;
    Plan plan{.versions = *std::move(all),
              .target = {.name = arguments.definition, .version = to},
              .states = *std::move(states),
              .caller = {.principal = operatorName(), .reason = arguments.reason, .requestId = {}},
              .isDryRun = arguments.isDryRun};
    for (const std::uint32_t version : {to, arguments.fromVersion})
        if (version != 0 && std::ranges::none_of(plan.versions, [version](const Definition& each) {
                return each.structure.version == version;
            }))
            return std::unexpected(senseless(fmt::format("{} has no version {}", arguments.definition, version)));
    if (Status checked = checkStates(plan); !checked) return std::unexpected(std::move(checked).error());
    return plan;
}

MigrateRequest requestOf(const Plan& plan, const std::string& id, Names states) {
    return {.id = id,
            .target = plan.target,
            .states = std::move(states),
            .isDryRun = plan.isDryRun,
            .expectedRevision = {},
            .caller = plan.caller};
}

// All at once: they share their commits.
void migrateAll(WorkflowService& service, const Plan& plan, const std::vector<WorkflowRow>& rows,
                MigrationTally& tally) {
    std::vector<std::pair<std::string, std::future<Result<MigrateReply>>>> answers;
    for (const WorkflowRow& row : rows) {
        if (row.definition.version == plan.target.version && row.status != WorkflowStatus::Faulted) {
            tally.addThere();
            continue;
        }
        answers.emplace_back(row.id, OpenedStore::begin<MigrateReply>([&](Reply<MigrateReply> answer) {
                                 service.migrate(requestOf(plan, row.id, plan.statesOf(row.definition)),
                                                 std::move(answer));
                             }));
    }
    for (auto& [id, answer] : answers)
        tally.add(id, answer.get());
}

Status migrateListed(WorkflowService& service, const Plan& plan, std::uint32_t fromVersion, MigrationTally& tally) {
    ListRequest request;
    request.filter.definition = plan.target.name;
    if (fromVersion != 0) request.filter.version = fromVersion;
    request.filter.statuses = {WorkflowStatus::Active, WorkflowStatus::Faulted};
    request.sort = {.key = SortKey::ById, .descending = false};
    request.limit = kPage;
    do {
        const auto page =
            OpenedStore::wait<ListReply>([&](Reply<ListReply> answer) { service.list(request, std::move(answer)); });
        if (!page) return std::unexpected(page.error());
        migrateAll(service, plan, page->rows, tally);
        request.start = page->next;
        if (page->next.empty()) return {};
    } while (true);
}

Status migrateNamed(WorkflowService& service, const Plan& plan, const std::vector<std::string>& ids,
                    MigrationTally& tally) {
    std::vector<WorkflowRow> rows;
    for (const std::string& id : ids) {
        const auto workflow = OpenedStore::wait<Workflow>(
            [&](Reply<Workflow> answer) { service.get({.id = id, .atRevision = {}}, std::move(answer)); });
        if (!workflow && workflow.error().code != ErrorCode::NotFound) return std::unexpected(workflow.error());
        if (workflow)
            rows.push_back(workflow->row);
        else
            tally.add(id, std::unexpected(workflow.error()));
    }
    migrateAll(service, plan, rows, tally);
    return {};
}

} // namespace

int migrateCommand(const MigrateArguments& arguments) {
    const auto opened =
        OpenedStore::open(arguments.store, {.isReadOnly = arguments.isDryRun,
                                            .allowNetworkFileSystem = arguments.allowNetworkFileSystem});
    if (!opened) return report(opened.error(), kUnusable);
    WorkflowService& service = (*opened)->service();
    const auto plan = planOf(service, arguments);
    if (!plan) return report(plan.error(), kUnusable);
    MigrationTally tally;
    const Status done = arguments.ids.empty() ? migrateListed(service, *plan, arguments.fromVersion, tally)
                                              : migrateNamed(service, *plan, arguments.ids, tally);
    if (!done) return report(done.error(), kUnusable);
    tally.print(plan->target, arguments.isDryRun);
    return tally.hasLeft() ? kLeft : 0;
}

} // namespace signalbox
