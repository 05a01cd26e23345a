#include "tests/engine/model_check/random_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {
namespace {

using Kind = Operation::Kind;
using Fault = CrashingStore::Fault;
using namespace std::chrono_literals;

constexpr std::array kIds{"BUG-1", "BUG-2", "BUG-3"};
constexpr std::array kPeople{"sue", "bob"};
constexpr std::array kTriggers{"Assign", "Assign", "Assign", "Close", "Defer", "Defer", "Resolve", "Explode"};
constexpr std::array kKinds{Kind::Create,       Kind::Create, Kind::Fire,      Kind::Fire,
                            Kind::Fire,         Kind::Fire,   Kind::Fire,      Kind::FireOrCreate,
                            Kind::FireOrCreate, Kind::Cancel, Kind::Terminate, Kind::Remove};
constexpr std::array kFaults{Fault::FailedBefore, Fault::UnknownBefore, Fault::UnknownAfter, Fault::DiedBefore,
                             Fault::DiedAfter};
constexpr std::array kKindNames{"create", "fire", "fire or create", "cancel", "terminate", "remove"};
constexpr std::array kFaultNames{"fails", "is unknown, not written", "is unknown, written", "dies before",
                                 "dies after"};

const ChartPtr& chart() {
    static const ChartPtr kChart = bugTracker();
    return kChart;
}

// Long enough between looks that a day takes few of them.
EngineSettings settings() {
    EngineSettings settings;
    settings.idleTimeout = 30min;
    settings.scanInterval = 30min;
    settings.housekeepingInterval = 6h;
    return settings;
}

std::string describe(const Operation& operation) {
    return fmt::format("{} {} {} {}({}){}{}", operation.number, kKindNames.at(static_cast<std::size_t>(operation.kind)),
                       operation.id, operation.trigger, operation.person.value_or("-"),
                       operation.expected ? fmt::format(" at {}", operation.expected->value()) : "",
                       operation.requestId.empty() ? "" : " as " + operation.requestId);
}

std::string describe(const BugAnswer& answer) {
    if (answer.error) return std::string(name(*answer.error));
    return fmt::format("{} {} r{} {}", name(answer.outcome), answer.state, answer.revision.value(),
                       name(answer.status));
}

std::string describe(const BugChange& change) {
    return fmt::format("{} {} -> {} {} \"{}\" r{}, {}", name(change.kind), change.trigger, change.after.state,
                       name(change.after.status), change.after.assignee, change.after.revision.value(), change.reason);
}

Caller callerOf(const Operation& operation) {
    return {.principal = "operator sue", .reason = operation.reason(), .requestId = operation.requestId};
}

ActRequest actRequest(const Operation& operation) {
    return {.id = operation.id, .expectedRevision = operation.expected, .caller = callerOf(operation)};
}

BugAnswer fromFire(const FireReply& reply) {
    return {.error = {},
            .outcome = reply.outcome,
            .state = reply.state,
            .revision = reply.revision,
            .status = reply.status};
}

BugAnswer failed(ErrorCode code) {
    BugAnswer answer;
    answer.error = code;
    return answer;
}

// Nothing was changed, whatever the state machine would have said.
bool hasFailed(const std::optional<BugAnswer>& answer) {
    return answer && (answer->error == ErrorCode::Io || answer->error == ErrorCode::ReadOnly ||
                      answer->error == ErrorCode::ShuttingDown || answer->error == ErrorCode::Busy);
}

BugChange changeOf(const ChangeRecord& record) {
    const ChartStructure& structure = chart()->structure();
    return {.kind = record.kind,
            .trigger = record.trigger ? structure.triggers[record.trigger->value()].name : "",
            .after = {.state = structure.states[record.to.value()].name,
                      .status = record.status,
                      .assignee = record.assignee,
                      .revision = record.revision},
            .mails = 0,
            .reason = record.caller.reason};
}

Bug bugOf(const WorkflowRow& row) {
    return {.state = row.state, .status = row.status, .assignee = row.assignee, .revision = row.revision};
}

} // namespace

RandomRun::RandomRun(std::uint64_t seed, CrashingStore::Opener open)
    : m_random(seed)
    , m_store(std::move(open))
    , m_harness(m_store, settings(), seed, {chart()}) {}

std::string RandomRun::play(int steps) {
    for (int step = 0; step < steps && m_wrong.empty(); ++step)
        playStep();
    settle();
    checkHistories();
    restart();
    checkRows();
    checkHistories();
    return m_wrong;
}

void RandomRun::playStep() {
    const std::uint64_t dice = below(100);
    if (dice < 55)
        ask(newOperation());
    else if (dice < 62) {
        if (const Operation* again = operationToRepeat()) ask(Operation(*again));
    } else if (dice < 68)
        look();
    else if (dice < 88)
        for (std::uint64_t tasks = 1 + below(6); tasks > 0 && m_harness.scheduler.runOne();)
            --tasks;
    else if (dice < 91)
        armFault();
    else if (dice < 93)
        m_store.die();
    else if (dice < 96)
        settle();
    else if (dice < 99)
        passTime(61min);
    else
        passTime(25h);
    if (m_store.isDead()) settle();
}

Operation RandomRun::newOperation() {
    Operation operation{.kind = kKinds.at(below(kKinds.size())),
                        .number = m_nextNumber++,
                        .id = kIds.at(below(kIds.size())),
                        .trigger = {},
                        .person = {},
                        .expected = {},
                        .requestId = {}};
    const bool isFire = operation.kind == Kind::Fire || operation.kind == Kind::FireOrCreate;
    if (isFire) operation.trigger = kTriggers.at(below(kTriggers.size()));
    // Now and then an argument too many, or too few.
    if (isFire && (operation.trigger == "Assign") != (below(12) == 0))
        operation.person = kPeople.at(below(kPeople.size()));
    if (operation.kind != Kind::Create && below(6) == 0) operation.expected = Revision(below(5));
    if (below(2) == 0) operation.requestId = fmt::format("request-{}", operation.number);
    return operation;
}

const Operation* RandomRun::operationToRepeat() {
    if (m_repeatable.empty()) return nullptr;
    const Operation& chosen = m_repeatable[below(m_repeatable.size())];
    const bool isUnanswered = std::ranges::any_of(
        m_asked, [&](const Asked& asked) { return asked.operation.number == chosen.number && !*asked.answer; });
    if (!isUnanswered) return &chosen;
    // Which of the two was written could not be told after a commit that failed.
    return m_mayRepeatUnanswered && !m_store.isArmed() ? &chosen : nullptr;
}

void RandomRun::keepForRepetition(const Operation& operation) {
    if (!operation.requestId.empty()) m_repeatable.push_back(operation);
}

template <typename T, typename ToAnswer>
Reply<T> RandomRun::reply(const Asked& asked, ToAnswer toAnswer) const {
    return [slot = asked.answer, &store = m_store, toAnswer](const Result<T>& result) {
        if (!store.isDead()) *slot = result ? toAnswer(*result) : failed(result.error().code);
    };
}

void RandomRun::ask(const Operation& operation) {
    m_trace.push_back(describe(operation));
    keepForRepetition(operation);
    const Asked& asked = m_asked.emplace_back(Asked{.operation = operation});
    if (operation.kind == Kind::Create)
        askCreate(operation, asked);
    else if (operation.kind == Kind::Fire || operation.kind == Kind::FireOrCreate)
        askFire(operation, asked);
    else
        askAct(operation, asked);
}

void RandomRun::askCreate(const Operation& operation, const Asked& asked) {
    CreateRequest request;
    request.definition.name = "bug";
    request.id = operation.id;
    request.caller = callerOf(operation);
    m_harness.engine().create(std::move(request),
                              reply<CreateReply>(asked, [](const CreateReply&) { return BugAnswer{}; }));
}

void RandomRun::askFire(const Operation& operation, const Asked& asked) {
    FireRequest request{.id = operation.id,
                        .trigger = operation.trigger,
                        .arguments = operation.person ? Json{{"assignee", *operation.person}} : Json(),
                        .expectedRevision = operation.expected,
                        .createFrom = {},
                        .caller = callerOf(operation)};
    if (operation.kind == Kind::FireOrCreate) request.createFrom = DefinitionRef{.name = "bug"};
    m_harness.engine().fire(std::move(request), reply<FireReply>(asked, fromFire));
}

void RandomRun::askAct(const Operation& operation, const Asked& asked) {
    Engine& engine = m_harness.engine();
    if (operation.kind == Kind::Cancel)
        engine.cancel(actRequest(operation), reply<FireReply>(asked, fromFire));
    else if (operation.kind == Kind::Terminate)
        engine.terminate(actRequest(operation), reply<TerminateReply>(asked, [](const TerminateReply& answer) {
                             return BugAnswer{
                                 .error = {}, .outcome = Outcome::Internal, .state = {}, .revision = answer.revision};
                         }));
    else
        engine.remove(actRequest(operation), reply<RemoveReply>(asked, [](const RemoveReply&) { return BugAnswer{}; }));
}

void RandomRun::look() {
    const std::string id = kIds.at(below(kIds.size()));
    const Looked& looked = m_looks.emplace_back(Looked{.id = id, .known = m_logLengths[id]});
    m_harness.engine().get({.id = id, .atRevision = {}},
                           [slot = looked.answer, &store = m_store](Result<Workflow> result) {
                               if (!store.isDead()) *slot = std::move(result);
                           });
}

void RandomRun::armFault() {
    const std::size_t chosen = below(kFaults.size());
    m_trace.push_back(fmt::format("the next commit {}", kFaultNames.at(chosen)));
    m_store.arm(kFaults.at(chosen));
    m_mayRepeatUnanswered = false;
}

void RandomRun::passTime(Duration by) {
    settle();
    m_trace.push_back(fmt::format("{} min pass", std::chrono::duration_cast<std::chrono::minutes>(by).count()));
    m_harness.scheduler.advance(by);
    if (by < 24h) return;
    m_model.forgetRequests();
    m_repeatable.clear();
}

void RandomRun::settle() {
    if (!m_store.isDead()) m_harness.scheduler.runAll();
    const bool isDead = m_store.isDead();
    if (isDead || m_store.isClosedToWrites()) restart();
    checkAnswers();
    checkLog();
    checkLooks();
    checkRows();
    m_asked.clear();
    m_looks.clear();
    m_mayRepeatUnanswered = !m_store.isArmed();
}

void RandomRun::restart() {
    m_trace.push_back(m_store.isDead() ? "the process dies" : "the process ends");
    if (m_store.isDead()) ++m_deaths;
    m_harness.close();
    m_store.reopen();
    m_harness.reopen();
}

void RandomRun::checkAnswers() {
    const auto written = m_store.changesAfter(m_checked, 1'000'000);
    if (!written) return report("the log cannot be read: " + written.error().message);
    for (const Asked& asked : m_asked)
        checkAnswer(asked, *written);
}

void RandomRun::checkAnswer(const Asked& asked, const std::vector<ChangeRecord>& written) {
    const auto& answer = *asked.answer;
    if (hasFailed(answer)) return;
    if (!answer || answer->error == ErrorCode::OutcomeUnknown) {
        // Nobody knows but the log.
        const std::string reason = asked.operation.reason();
        if (std::ranges::any_of(written, [&](const ChangeRecord& change) { return change.caller.reason == reason; }))
            m_model.apply(asked.operation);
        return;
    }
    const BugAnswer expected = m_model.apply(asked.operation);
    if (expected == *answer) return;
    report(
        fmt::format("{}: answered {}, should be {}", describe(asked.operation), describe(*answer), describe(expected)));
}

void RandomRun::checkLog() {
    const auto written = m_store.changesAfter(m_checked, 1'000'000);
    if (!written) return report("the log cannot be read: " + written.error().message);
    for (const ChangeRecord& record : *written) {
        m_checked = Seq(m_checked.value() + 1);
        if (record.seq != m_checked) return report(fmt::format("the log has a gap before {}", record.seq.value()));
        const std::string id = m_store.idOf(record.workflow).value().value_or("?");
        const auto model = m_model.log().find(id);
        const std::size_t at = m_logLengths[id]++;
        if (model == m_model.log().end() || at >= model->second.size())
            return report(fmt::format("{}: nobody knows of {}", id, describe(changeOf(record))));
        BugChange expected = model->second[at];
        expected.mails = 0; // looked at in the histories
        if (changeOf(record) != expected)
            return report(
                fmt::format("{}: the log says {}, should be {}", id, describe(changeOf(record)), describe(expected)));
    }
    if (m_checked.value() != m_model.changeCount())
        report(fmt::format("{} changes are in the log, should be {}", m_checked.value(), m_model.changeCount()));
}

void RandomRun::checkLooks() {
    for (const Looked& looked : m_looks)
        if (*looked.answer && !isPlausible(looked))
            report(fmt::format("a look at {} showed what never was", looked.id));
}

// What it showed held at some time between its question and now.
bool RandomRun::isPlausible(const Looked& looked) const {
    const auto log = m_model.log().find(looked.id);
    const std::size_t count = log == m_model.log().end() ? 0 : log->second.size();
    const Result<Workflow>& answer = **looked.answer;
    for (std::size_t length = looked.known; length <= count; ++length) {
        const BugChange* last = length == 0 ? nullptr : &log->second[length - 1];
        const bool exists = last && last->kind != ChangeKind::Removed;
        if (answer ? exists && bugOf(answer->row) == last->after
                   : !exists && answer.error().code == ErrorCode::NotFound)
            return true;
    }
    return false;
}

void RandomRun::checkRows() {
    const auto listed = m_harness.call(
        &Engine::list, ListRequest{.filter = {}, .sort = {.key = SortKey::ById, .descending = false}, .locate = {}});
    if (!listed) return report("the list cannot be read: " + listed.error().message);
    if (listed->total != m_model.bugs().size())
        return report(fmt::format("{} bugs are listed, should be {}", listed->total, m_model.bugs().size()));
    for (const WorkflowRow& row : listed->rows) {
        const auto bug = m_model.bugs().find(row.id);
        if (bug == m_model.bugs().end() || bug->second != bugOf(row))
            report(fmt::format("{} is listed as {} r{}", row.id, row.state, row.revision.value()));
    }
}

void RandomRun::checkHistories() {
    for (const auto& [id, bug] : m_model.bugs()) {
        const auto history = m_harness.call(&Engine::history, HistoryRequest{.id = id, .before = {}});
        if (!history) return report("no history: " + history.error().message);
        auto expected = m_model.log().at(id).rbegin();
        for (const Change& change : history->changes) {
            if (change.revision != expected->after.revision || change.to != expected->after.state ||
                change.caller.reason != expected->reason || std::cmp_not_equal(change.effects.size(), expected->mails))
                return report(fmt::format("{}: the history shows {} with {} mails, should be {} with {}", id,
                                          change.revision.value(), change.effects.size(), describe(*expected),
                                          expected->mails));
            ++expected;
        }
        if (history->changes.size() != bug.revision.value() + 1)
            report(fmt::format("{}: the history has {} changes, should be {}", id, history->changes.size(),
                               bug.revision.value() + 1));
    }
}

void RandomRun::report(const std::string& what) {
    if (m_wrong.empty()) m_wrong = fmt::format("{}\n  {}\n", what, fmt::join(m_trace, "\n  "));
}

} // namespace signalbox
