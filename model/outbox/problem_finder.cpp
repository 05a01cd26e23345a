#include "model/outbox/problem_finder.h"

#include "model/connection/connection.h"

#include <iterator>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kMost = 10'000;

} // namespace

ProblemFinder::ProblemFinder(Connection& connection, QObject* parent) : QObject(parent), m_connection(connection) {}

void ProblemFinder::findNext(const std::string& id) {
    start(id, true);
}

void ProblemFinder::findPrevious(const std::string& id) {
    start(id, false);
}

void ProblemFinder::start(const std::string& id, bool isForward) {
    ++m_number;
    m_from = id;
    m_isForward = isForward;
    m_ids.clear();
    m_missing = 0;
    ListFilter failedOnes;
    failedOnes.hasFailedEffects = true;
    ask(std::move(failedOnes));
    ListFilter overdue;
    overdue.isOverdue = true;
    ask(std::move(overdue));
    ListFilter faulted;
    faulted.statuses = {WorkflowStatus::Faulted};
    ask(std::move(faulted));
}

void ProblemFinder::ask(ListFilter filter) {
    ++m_missing;
    ListRequest request;
    request.filter = std::move(filter);
    request.sort = {.key = SortKey::ById, .descending = false};
    request.limit = kMost;
    m_connection.list(std::move(request), this, [this, number = m_number](const Result<ListReply>& reply) {
        if (number != m_number) return;
        if (!reply) {
            ++m_number; // one message is enough
            Q_EMIT failed(reply.error());
            return;
        }
        for (const WorkflowRow& row : reply->rows)
            m_ids.insert(row.id);
        if (--m_missing == 0) finish();
    });
}

void ProblemFinder::finish() {
    if (m_ids.empty()) {
        Q_EMIT nothingFound();
        return;
    }
    auto at = m_isForward ? m_ids.upper_bound(m_from) : m_ids.lower_bound(m_from);
    if (m_isForward && at == m_ids.end()) at = m_ids.begin();
    if (!m_isForward) at = at == m_ids.begin() ? std::prev(m_ids.end()) : std::prev(at);
    Q_EMIT found(QString::fromStdString(*at));
}

} // namespace signalbox::model
