// How WorkflowListModel asks and what it does with the answers; workflow_list_model.cpp is what views see.
#include "model/connection/connection.h"
#include "model/workflows/workflow_list_model.h"

#include <algorithm>
#include <limits>

namespace signalbox::model {

namespace {

// Between two queries that follow changes; a filter or order of the operator does not wait.
constexpr qint64 kQueryIntervalMs = 300;
constexpr int kMarginRows = PageCache::kPageRows / 2;
constexpr std::size_t kMaxWantedPages = 6;
constexpr std::size_t kMaxPagesUnderWay = 2;

int pageStart(int row) {
    return row / PageCache::kPageRows * PageCache::kPageRows;
}

int clampedTotal(const ListReply& reply) {
    constexpr auto kMost = std::uint64_t{std::numeric_limits<int>::max()};
    return static_cast<int>(std::min(reply.total, kMost));
}

std::optional<int> located(const ListReply& reply, std::size_t place) {
    if (place >= reply.located.size() || !reply.located[place]) return std::nullopt;
    return static_cast<int>(*reply.located[place]);
}

} // namespace

struct WorkflowListModel::Request {
    std::uint64_t generation = 0;
    std::uint64_t queryCount = 0;
    int start = 0;
    int limit = PageCache::kPageRows;
    int anchorRow = 0;
    std::vector<std::string> locate; // the current id, then the anchor; either may be missing
    bool hasCurrent = false;
    bool hasAnchor = false;
    bool isSecond = false; // asked where the first answer said the anchor is now

    std::optional<int> currentIn(const ListReply& reply) const { return hasCurrent ? located(reply, 0) : std::nullopt; }
    std::optional<int> anchorIn(const ListReply& reply) const {
        return hasAnchor ? located(reply, hasCurrent ? 1 : 0) : std::nullopt;
    }
};

void WorkflowListModel::startOver() {
    ++m_generation;
    m_isLoaded = false;
    m_wantedPages.clear();
    query();
}

void WorkflowListModel::refresh() {
    if (m_queryTimer.isActive()) return;
    const qint64 elapsed = m_sinceQuery.isValid() ? m_sinceQuery.elapsed() : kQueryIntervalMs;
    m_queryTimer.start(static_cast<int>(std::max<qint64>(0, kQueryIntervalMs - elapsed)));
}

void WorkflowListModel::query() {
    m_isStale = m_isQuerying;
    if (m_isQuerying) return;
    send(makeRequest());
}

WorkflowListModel::Request WorkflowListModel::makeRequest() const {
    Request request;
    request.generation = m_generation;
    request.queryCount = m_queryCount;
    request.hasCurrent = !m_currentId.empty();
    if (request.hasCurrent) request.locate.push_back(m_currentId);
    if (!m_isLoaded) return request;
    request.start = pageStart(std::max(0, m_firstVisible - kMarginRows));
    request.limit = pageStart(m_lastVisible + kMarginRows - request.start) + PageCache::kPageRows;
    if (m_firstVisible == 0) return request; // at the top the view stays at the top, whatever comes in above
    // A row that has just changed is on its way elsewhere and would take the view with it.
    for (int row = m_firstVisible; row <= m_lastVisible && !request.hasAnchor; ++row) {
        const WorkflowRow* candidate = m_pages.find(row);
        if (!candidate || m_changedAt.contains(candidate->id)) continue;
        request.hasAnchor = true;
        request.anchorRow = row;
        request.locate.push_back(candidate->id);
    }
    return request;
}

void WorkflowListModel::send(Request request) {
    m_isQuerying = true;
    ListRequest list;
    list.filter = resolve(m_filter, m_clock.now(), m_connection.operatorName().toStdString());
    list.sort = m_sort;
    list.start = static_cast<std::uint64_t>(request.start);
    list.limit = static_cast<std::uint32_t>(request.limit);
    list.locate = request.locate;
    m_connection.list(std::move(list), this, [this, request = std::move(request)](const Result<ListReply>& reply) {
        m_isQuerying = false;
        m_sinceQuery.start();
        onAnswer(request, reply);
    });
}

void WorkflowListModel::onAnswer(const Request& request, const Result<ListReply>& reply) {
    if (request.generation != m_generation) {
        query();
        return;
    }
    if (!reply) {
        m_error = reply.error();
        Q_EMIT failed(reply.error());
        return;
    }
    if (asksElsewhere(request, *reply)) return;
    apply(request, *reply);
    if (std::exchange(m_isStale, false)) refresh();
}

// When the rows in view have moved out of what was asked for, asks where they are now, so that no row in view is empty
// for a moment.
bool WorkflowListModel::asksElsewhere(const Request& request, const ListReply& reply) {
    const auto anchor = request.anchorIn(reply);
    if (!anchor || request.isSecond) return false;
    const int moved = *anchor - request.anchorRow;
    const int first = std::max(0, m_firstVisible + moved);
    const int last = std::min(m_lastVisible + moved, clampedTotal(reply) - 1);
    if (first >= request.start && last < request.start + request.limit) return false;
    Request second = request;
    second.isSecond = true;
    second.start = pageStart(std::max(0, first - kMarginRows));
    second.limit = pageStart(last + kMarginRows - second.start) + PageCache::kPageRows;
    send(std::move(second));
    return true;
}

void WorkflowListModel::apply(const Request& request, const ListReply& reply) {
    const bool isNewOrder = !m_isLoaded;
    m_error.reset();
    ++m_queryCount;
    m_stateCounts = reply.stateCounts;
    const bool isLocated = request.hasCurrent && request.locate.front() == m_currentId;
    m_currentRow = isLocated ? request.currentIn(reply) : std::nullopt;
    if (isNewOrder)
        applyNewOrder(reply);
    else if (isSameOrder(reply))
        applyInPlace(reply);
    else
        applyMoved(reply);
    if (!isLocated && !m_currentId.empty()) {
        // It became the current one after the question was sent.
        m_currentRow = m_pages.rowOf(m_currentId);
        if (!m_currentRow) refresh();
    }
    if (const auto anchor = request.anchorIn(reply); anchor && *anchor != request.anchorRow)
        Q_EMIT anchorMoved(*anchor - request.anchorRow);
    Q_EMIT loaded(isNewOrder);
}

void WorkflowListModel::applyNewOrder(const ListReply& reply) {
    beginResetModel();
    m_pages.clear();
    m_wantedPages.clear();
    m_pages.put(static_cast<int>(reply.offset), reply.rows);
    m_total = clampedTotal(reply);
    m_isLoaded = true;
    endResetModel();
}

bool WorkflowListModel::isSameOrder(const ListReply& reply) const {
    if (clampedTotal(reply) != m_total) return false;
    int at = static_cast<int>(reply.offset);
    return std::ranges::all_of(reply.rows, [this, &at](const WorkflowRow& row) {
        const WorkflowRow* shown = m_pages.find(at++);
        return !shown || shown->id == row.id;
    });
}

void WorkflowListModel::applyInPlace(const ListReply& reply) {
    if (reply.rows.empty()) return;
    const int first = static_cast<int>(reply.offset);
    m_pages.put(first, reply.rows);
    Q_EMIT dataChanged(index(first, 0), index(first + static_cast<int>(reply.rows.size()) - 1, kColumnCount - 1));
}

// The length changes at the end and the rows in it trade places: views keep their place, selections follow their ids.
void WorkflowListModel::applyMoved(const ListReply& reply) {
    const int total = clampedTotal(reply);
    if (total > m_total) {
        beginInsertRows({}, m_total, total - 1);
        m_total = total;
        endInsertRows();
    }
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const PageCache before = std::exchange(m_pages, {});
    m_pages.put(static_cast<int>(reply.offset), reply.rows);
    moveIndexes(before);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    if (total < m_total) {
        beginRemoveRows({}, total, m_total - 1);
        m_total = total;
        endRemoveRows();
    }
}

void WorkflowListModel::moveIndexes(const PageCache& before) {
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex& each : from) {
        const WorkflowRow* row = before.find(each.row());
        // A row that was never read has no id to follow: it keeps its number.
        std::optional<int> now = row ? m_pages.rowOf(row->id) : std::optional(each.row());
        if (row && row->id == m_currentId && m_currentRow) now = m_currentRow;
        to.push_back(now ? index(*now, each.column()) : QModelIndex{});
    }
    changePersistentIndexList(from, to);
}

void WorkflowListModel::wantPage(int row) const {
    if (!m_isLoaded) return; // the rows on show are of an order that nobody asks for any more
    const int page = row / PageCache::kPageRows;
    if (std::ranges::count(m_pagesUnderWay, page) > 0) return;
    std::erase(m_wantedPages, page);
    m_wantedPages.push_back(page);
    // Those scrolled past meanwhile are not worth a request.
    if (m_wantedPages.size() > kMaxWantedPages) m_wantedPages.erase(m_wantedPages.begin());
    m_fetchTimer.start(0);
}

void WorkflowListModel::fetchPages() {
    while (!m_wantedPages.empty() && m_pagesUnderWay.size() < kMaxPagesUnderWay) {
        const int page = m_wantedPages.back();
        m_wantedPages.pop_back();
        if (m_pages.hasPage(page)) continue;
        m_pagesUnderWay.push_back(page);
        Request request;
        request.generation = m_generation;
        request.queryCount = m_queryCount;
        request.start = page * PageCache::kPageRows;
        ListRequest list;
        list.filter = resolve(m_filter, m_clock.now(), m_connection.operatorName().toStdString());
        list.sort = m_sort;
        list.start = static_cast<std::uint64_t>(request.start);
        list.limit = PageCache::kPageRows;
        m_connection.list(std::move(list), this, [this, request](const Result<ListReply>& reply) {
            std::erase(m_pagesUnderWay, request.start / PageCache::kPageRows);
            onPage(request, reply);
            fetchPages();
        });
    }
}

void WorkflowListModel::onPage(const Request& request, const Result<ListReply>& reply) {
    if (request.generation != m_generation) return;
    if (!reply) {
        m_error = reply.error();
        Q_EMIT failed(reply.error());
        return;
    }
    if (clampedTotal(*reply) != m_total) refresh();
    const int last = std::min(m_total, request.start + PageCache::kPageRows) - 1;
    if (last < request.start) return;
    // Rows of an order before the last query would not fit those around them; showing them as unread asks again.
    if (request.queryCount == m_queryCount) m_pages.put(request.start, reply->rows);
    Q_EMIT dataChanged(index(request.start, 0), index(last, kColumnCount - 1));
}

} // namespace signalbox::model
