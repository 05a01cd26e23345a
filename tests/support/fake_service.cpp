#include "tests/support/fake_service.h"

#include "tests/support/fake_definitions.h"
#include "tests/support/fake_query.h"

#include <algorithm>
#include <array>

namespace signalbox::tests {

class FakeService::Watch final : public WatchHandle {
public:
    Watch(FakeService& service, WatchRequest request, WatchObserver observer)
        : m_service(service)
        , m_request(std::move(request))
        , m_observer(std::move(observer)) {
        const MutexLock lock(m_service.m_watchMutex);
        m_service.m_watches.push_back(this);
    }
    ~Watch() override {
        const MutexLock lock(m_service.m_watchMutex);
        std::erase(m_service.m_watches, this);
    }
    void tell(Result<WatchBatch> batch) {
        if (batch && m_request.id)
            std::erase_if(batch->changes, [this](const Change& change) { return change.id != *m_request.id; });
        m_observer(std::move(batch));
    }

private:
    FakeService& m_service;
    WatchRequest m_request;
    WatchObserver m_observer;
};

FakeService::FakeService()
    : m_definitions{bugDefinition()}
    , m_thread([this](const std::stop_token& stop) { run(stop); }) {}

FakeService::~FakeService() {
    m_thread.request_stop();
    m_changed.notify_all();
}

void FakeService::run(const std::stop_token& stop) {
    while (true) {
        MutexLock lock(m_mutex);
        while (!stop.stop_requested() && (m_isHeld || m_tasks.empty()))
            m_changed.wait(lock);
        if (stop.stop_requested()) return;
        auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
    }
}

void FakeService::tell(const Result<WatchBatch>& batch) {
    const MutexLock lock(m_watchMutex);
    for (Watch* watch : m_watches)
        watch->tell(batch);
}

// -- what tests set up --------------------------------------------------------

void FakeService::addDefinition(Definition definition) {
    const MutexLock lock(m_mutex);
    m_definitions.push_back(std::move(definition));
}

void FakeService::addRow(WorkflowRow row) {
    const MutexLock lock(m_mutex);
    Entry& entry = m_entries[row.id];
    entry.row = std::move(row);
    entry.data = Json::object();
    if (!entry.row.assignee.empty()) entry.data["assignee"] = entry.row.assignee;
    record(entry, ChangeKind::Created, {.principal = "api intake", .reason = {}, .requestId = {}});
    m_untold.clear();
}

void FakeService::addBugs(int count) {
    constexpr std::array kStates{"Assigned", "Open", "Deferred", "Assigned", "Resolved", "Closed"};
    constexpr std::array kPeople{"", "Sue", "Joe", "Fred"};
    const Time start{std::chrono::seconds{1'700'000'000}};
    for (int i = 0; i < count; ++i) {
        const auto place = static_cast<std::size_t>(i);
        WorkflowRow row;
        row.id = "BUG-" + std::to_string(i + 1);
        row.definition = {"bug", 1};
        row.state = kStates[place % kStates.size()];
        row.status = row.state == "Closed" ? WorkflowStatus::Finished : WorkflowStatus::Active;
        row.assignee = kPeople[place % kPeople.size()];
        row.revision = Revision{place % 7};
        row.created = row.updated = row.stateSince = start - std::chrono::minutes{i};
        row.isResident = i % 3 == 0;
        addRow(std::move(row));
    }
}

void FakeService::setResident(const std::string& id, bool isResident) {
    {
        const MutexLock lock(m_mutex);
        if (const auto found = m_entries.find(id); found != m_entries.end()) found->second.row.isResident = isResident;
    }
    WatchBatch batch;
    batch.residency = {{id, isResident}};
    tell(batch);
}

void FakeService::deployElsewhere(Definition definition) {
    addDefinition(std::move(definition));
    WatchBatch batch;
    batch.hasNewDefinitions = true;
    tell(batch);
}

void FakeService::setNow(Time now) {
    const MutexLock lock(m_mutex);
    m_now = now;
}

void FakeService::failNext(Call call, Error error) {
    const MutexLock lock(m_mutex);
    m_failures.emplace(call, std::move(error));
}

void FakeService::hold() {
    const MutexLock lock(m_mutex);
    m_isHeld = true;
}

void FakeService::release() {
    const MutexLock lock(m_mutex);
    m_isHeld = false;
    m_changed.notify_all();
}

void FakeService::failWatches(const Error& error) {
    tell(std::unexpected(error));
}

std::vector<ListRequest> FakeService::listRequests() const {
    const MutexLock lock(m_mutex);
    return m_listRequests;
}

// -- WorkflowService ----------------------------------------------------------

void FakeService::definitions(Reply<std::vector<Definition>> reply) {
    answer<std::vector<Definition>>(Call::Definitions, std::move(reply), [this] { return m_definitions; });
}

void FakeService::deploy(DeployRequest, Reply<DeployReply> reply) {
    answer<DeployReply>(Call::Deploy, std::move(reply), []() -> Result<DeployReply> {
        return fail(ErrorCode::DefinitionUnavailable, "this program takes no definitions as text");
    });
}

void FakeService::migrate(MigrateRequest, Reply<MigrateReply> reply) {
    answer<MigrateReply>(Call::Migrate, std::move(reply), []() -> Result<MigrateReply> {
        return fail(ErrorCode::NotFound, "there is no other version");
    });
}

void FakeService::create(CreateRequest request, Reply<CreateReply> reply) {
    answer<CreateReply>(Call::Create, std::move(reply),
                        [this, request = std::move(request)] { return doCreate(request); });
}

void FakeService::fire(FireRequest request, Reply<FireReply> reply) {
    answer<FireReply>(Call::Fire, std::move(reply),
                      [this, request = std::move(request)] { return doFire(request, ChangeKind::Fired); });
}

void FakeService::cancel(ActRequest request, Reply<FireReply> reply) {
    answer<FireReply>(Call::Cancel, std::move(reply), [this, request = std::move(request)] {
        FireRequest fired;
        fired.id = request.id;
        fired.trigger = "Close";
        fired.expectedRevision = request.expectedRevision;
        fired.caller = request.caller;
        return doFire(fired, ChangeKind::Cancelled);
    });
}

void FakeService::terminate(ActRequest request, Reply<TerminateReply> reply) {
    answer<TerminateReply>(Call::Terminate, std::move(reply),
                           [this, request = std::move(request)]() -> Result<TerminateReply> {
                               auto found = entry(request.id, request.expectedRevision);
                               if (!found) return std::unexpected(found.error());
                               Entry& entry = **found;
                               if (hasEnded(entry.row.status))
                                   return fail(ErrorCode::NotPermitted, "workflow \"" + request.id + "\" has ended");
                               entry.row.status = WorkflowStatus::Terminated;
                               entry.row.revision = Revision{entry.row.revision.value() + 1};
                               const Change& change = record(entry, ChangeKind::Terminated, request.caller);
                               return TerminateReply{entry.row.revision, change.seq};
                           });
}

void FakeService::remove(ActRequest request, Reply<RemoveReply> reply) {
    answer<RemoveReply>(Call::Remove, std::move(reply), [this, request = std::move(request)]() -> Result<RemoveReply> {
        auto found = entry(request.id, request.expectedRevision);
        if (!found) return std::unexpected(found.error());
        const Seq seq = record(**found, ChangeKind::Removed, request.caller).seq;
        m_entries.erase(request.id);
        return RemoveReply{seq};
    });
}

void FakeService::get(GetRequest request, Reply<Workflow> reply) {
    answer<Workflow>(Call::Get, std::move(reply), [this, request = std::move(request)] { return doGet(request); });
}

void FakeService::list(ListRequest request, Reply<ListReply> reply) {
    answer<ListReply>(Call::List, std::move(reply), [this, request = std::move(request)] {
        m_listRequests.push_back(request);
        ListReply listed = answerList(rows(), m_definitions, request);
        listed.asOf = Seq{m_lastSeq};
        return listed;
    });
}

void FakeService::enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) {
    answer<EnumerateReply>(Call::Enumerate, std::move(reply), [this, request = std::move(request)] {
        EnumerateReply page;
        for (auto each = m_entries.upper_bound(request.token); each != m_entries.end(); ++each) {
            if (request.isResident && each->second.row.isResident != *request.isResident) continue;
            page.items.push_back({each->first, each->second.row.isResident});
            if (page.items.size() < request.limit) continue;
            page.token = each->first;
            break;
        }
        return page;
    });
}

void FakeService::history(HistoryRequest request, Reply<HistoryReply> reply) {
    answer<HistoryReply>(Call::History, std::move(reply),
                         [this, request = std::move(request)]() -> Result<HistoryReply> {
                             auto found = entry(request.id);
                             if (!found) return std::unexpected(found.error());
                             HistoryReply page;
                             page.total = (*found)->changes.size();
                             for (const Change& change : (*found)->changes) {
                                 if (request.before && change.revision >= *request.before) break;
                                 page.changes.insert(page.changes.begin(), change);
                             }
                             page.hasMore = page.changes.size() > request.limit;
                             if (page.hasMore) page.changes.resize(request.limit);
                             for (Change& change : page.changes)
                                 addEffects(change);
                             return page;
                         });
}

void FakeService::explain(ExplainRequest request, Reply<Explanation> reply) {
    answer<Explanation>(Call::Explain, std::move(reply),
                        [this, request = std::move(request)] { return doExplain(request); });
}

void FakeService::preview(FireRequest request, Reply<Preview> reply) {
    answer<Preview>(Call::Preview, std::move(reply),
                    [this, request = std::move(request)] { return doPreview(request); });
}

void FakeService::statistics(Reply<Statistics> reply) {
    answer<Statistics>(Call::Statistics, std::move(reply), [this] { return doStatistics(); });
}

std::unique_ptr<WatchHandle> FakeService::watch(WatchRequest request, WatchObserver observer) {
    return std::make_unique<Watch>(*this, std::move(request), std::move(observer));
}

} // namespace signalbox::tests
