#include "tests/support/client_memory.h"

#include <gmock/gmock.h>

#include <sstream>
#include <utility>

namespace signalbox {
namespace {

using testing::ElementsAre;

// How often each request was carried out, and at which revision; checks that revisions have no gaps.
std::map<std::string, std::vector<Revision>> carriedOut(Store& store) {
    std::map<std::string, std::vector<Revision>> requests;
    std::map<WorkflowKey, std::uint64_t> next;
    for (const ChangeRecord& change : readLog(store)) {
        EXPECT_EQ(change.revision.value(), next[change.workflow]++);
        if (change.kind == ChangeKind::Fired) requests[change.caller.requestId].push_back(change.revision);
    }
    return requests;
}

} // namespace

void ClientMemory::hear(const std::string& line) {
    std::istringstream words(line);
    std::string what;
    std::string request;
    words >> what >> request;
    if (what == "begin") {
        words >> m_open[request].id >> m_open[request].trigger;
    } else if (what == "refused") {
        m_refused[request] = m_open.at(request);
        m_open.erase(request);
    } else if (what == "done") {
        std::uint64_t revision = 0;
        words >> revision;
        m_done[request] = Revision(revision);
        m_open.erase(request);
    } else if (what == "failed") {
        // All errors but one say that nothing was changed.
        std::string code;
        words >> code;
        if (code == name(ErrorCode::OutcomeUnknown)) return;
        m_refused[request] = m_open.at(request);
        m_open.erase(request);
    }
}

void ClientMemory::check(Store& store) const {
    const auto requests = carriedOut(store);
    for (const auto& [request, revision] : m_done) {
        ASSERT_TRUE(requests.contains(request)) << request << " was acknowledged and is lost";
        ASSERT_THAT(requests.at(request), ElementsAre(revision)) << request;
    }
    for (const auto& [request, asked] : m_refused)
        ASSERT_FALSE(requests.contains(request)) << request;
    for (const auto& [request, revisions] : requests)
        ASSERT_EQ(revisions.size(), 1U) << request;
}

void ClientMemory::askAgain(EngineHarness& harness, Store& store) {
    const auto before = carriedOut(store);
    for (const auto& [request, asked] : std::exchange(m_open, {}))
        ASSERT_NO_FATAL_FAILURE(repeat(harness, request, asked, before));
}

void ClientMemory::repeat(EngineHarness& harness, const std::string& request, const Asked& asked,
                          const std::map<std::string, std::vector<Revision>>& before) {
    FireRequest again = EngineHarness::fireRequest(
        asked.id, asked.trigger, asked.trigger == "Assign" ? Json{{"assignee", "Joe"}} : Json(), request);
    again.createFrom = DefinitionRef{.name = "bug"};
    const auto reply = harness.call(&Engine::fire, again);
    ASSERT_TRUE(reply) << reply.error().message;
    if (const auto done = before.find(request); done != before.end()) {
        ASSERT_THAT(done->second, ElementsAre(reply->revision)) << request;
    }
    if (reply->seq)
        m_done[request] = reply->revision;
    else
        m_refused[request] = asked;
}

std::vector<ChangeRecord> readLog(Store& store) {
    std::vector<ChangeRecord> log;
    while (true) {
        auto page = store.changesAfter(Seq(log.size()), 1000).value();
        if (page.empty()) return log;
        log.insert(log.end(), page.begin(), page.end());
    }
}

} // namespace signalbox
