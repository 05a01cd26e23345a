#include "model/outbox/problem_finder.h"

#include "model/connection/connection.h"

#include <algorithm>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kMost = 10'000;

} // namespace

// Not in the C locale, whose collator knows no numbers.
ProblemFinder::ProblemFinder(Connection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_order(QLocale(QLocale::English, QLocale::UnitedStates)) {
    m_order.setNumericMode(true);
}

void ProblemFinder::findNext(const std::string& id) {
    start(id, true);
}

void ProblemFinder::findPrevious(const std::string& id) {
    start(id, false);
}

void ProblemFinder::start(const std::string& id, bool isForward) {
    ++m_number;
    m_from = QString::fromStdString(id);
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
            m_ids.push_back(QString::fromStdString(row.id));
        if (--m_missing == 0) finish();
    });
}

// BUG-1 and BUG-01 are equal to the collator, and two all the same.
bool ProblemFinder::isBefore(const QString& a, const QString& b) const {
    const int order = m_order.compare(a, b);
    return order == 0 ? a < b : order < 0;
}

void ProblemFinder::finish() {
    if (m_ids.empty()) {
        Q_EMIT nothingFound();
        return;
    }
    const auto comesFirst = [this](const QString& a, const QString& b) {
        return m_isForward ? isBefore(a, b) : isBefore(b, a);
    };
    // Those behind the one that it starts from, if any, else all: around the end.
    const auto behind = std::partition(m_ids.begin(), m_ids.end(),
                                       [&](const QString& id) { return m_from.isEmpty() || comesFirst(m_from, id); });
    const auto last = behind == m_ids.begin() ? m_ids.end() : behind;
    Q_EMIT found(*std::min_element(m_ids.begin(), last, comesFirst));
}

} // namespace signalbox::model
