#include "model/history/history_model.h"

#include "model/connection/connection.h"
#include "model/history/change_text.h"
#include "model/text/time_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kPage = 200;

QString searchText(const Change& change, Time now) {
    return QStringList{changeTitle(change),
                       changeSummary(change),
                       transitionText(change),
                       QString::fromStdString(change.caller.principal),
                       QString::fromStdString(change.caller.reason),
                       effectsProgressText(change, now)}
        .join(QLatin1Char('\n'));
}

int severity(const EffectRow& row) {
    switch (row.status) {
    case EffectStatus::Failed:
        return 3;
    case EffectStatus::Pending:
        return 2;
    case EffectStatus::Discarded:
        return 1;
    case EffectStatus::Sent:
        return 0;
    }
    Q_UNREACHABLE();
}

// Something may still become of one of its effects: also of one that has failed, as it can be retried.
bool isOpen(const Change& change) {
    return std::ranges::any_of(change.effects, [](const EffectRow& row) {
        return row.status == EffectStatus::Pending || row.status == EffectStatus::Failed;
    });
}

QVariant effectStatus(const Change& change) {
    if (change.effects.empty()) return {};
    return static_cast<int>(std::ranges::max_element(change.effects, {}, severity)->status);
}

} // namespace

HistoryModel::HistoryModel(Connection& connection, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_clock(clock)
    , m_hand(clock) {
    connect(&m_hand, &SecondHand::moved, this, &HistoryModel::tick);
    connect(&connection, &Connection::changesArrived, this, &HistoryModel::onChanges);
    connect(&connection, &Connection::effectsChanged, this, [this](const std::vector<std::string>& ids) {
        if (std::ranges::count(ids, m_id) > 0) refresh();
    });
    connect(&connection, &Connection::resumed, this, [this](const QString& server) {
        if (m_connection.isOn(server, m_id)) refresh();
    });
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_changes.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Change& change = m_changes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(change, index.column());
    case Qt::ToolTipRole:
        return index.column() == WhenColumn ? timeToolTip(change.at) : cell(change, index.column());
    case SortRole:
        return sortValue(change, index.column());
    default:
        return fact(change, role);
    }
}

QVariant HistoryModel::fact(const Change& change, int role) const {
    switch (role) {
    case IdRole:
        return static_cast<quint64>(change.revision.value());
    case TitleRole:
        return changeTitle(change);
    case ArgumentsRole:
        return changeSummary(change);
    case FromRole:
        return QString::fromStdString(change.from);
    case ToRole:
        return QString::fromStdString(change.to);
    case IsTriggerRole:
        return !change.trigger.empty();
    case IsShownRole:
        return m_shown == change.revision;
    case IsLaterRole:
        return m_shown && change.revision > *m_shown;
    case EffectStatusRole:
        return effectStatus(change);
    case IsFailureRole:
        return isFailure(change);
    case SearchRole:
        return searchText(change, m_clock.now());
    default:
        return {};
    }
}

QVariant HistoryModel::cell(const Change& change, int column) const {
    switch (static_cast<Column>(column)) {
    case NumberColumn:
        return QString::number(change.revision.value());
    case WhenColumn:
        return momentText(change.at, m_clock.now(), m_timeDisplay);
    case TriggerColumn:
        return QString(changeTitle(change) + QLatin1Char(' ') + changeSummary(change)).trimmed();
    case TransitionColumn:
        return transitionText(change);
    case ByColumn:
        return QString::fromStdString(change.caller.principal);
    case ReasonColumn:
        return QString::fromStdString(change.caller.reason);
    case EffectsColumn:
        return effectsProgressText(change, m_clock.now());
    case ColumnCount:
        break;
    }
    return {};
}

QVariant HistoryModel::sortValue(const Change& change, int column) const {
    if (column == NumberColumn) return static_cast<quint64>(change.revision.value());
    if (column == WhenColumn) return static_cast<qint64>(change.at.time_since_epoch().count());
    return cell(change, column);
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case NumberColumn:
        return tr("#");
    case WhenColumn:
        return timeColumnTitle(tr("When"), m_clock.now(), m_timeDisplay);
    case TriggerColumn:
        return tr("Trigger");
    case TransitionColumn:
        return tr("Transition");
    case ByColumn:
        return tr("By");
    case ReasonColumn:
        return tr("Reason");
    case EffectsColumn:
        return tr("Effects");
    case ColumnCount:
        break;
    }
    return {};
}

QHash<int, QByteArray> HistoryModel::roleNames() const {
    return {{Qt::DisplayRole, "display"},
            {SortRole, "sort"},
            {IdRole, "id"},
            {TitleRole, "title"},
            {ArgumentsRole, "arguments"},
            {FromRole, "from"},
            {ToRole, "to"},
            {IsTriggerRole, "isTrigger"},
            {IsShownRole, "isShown"},
            {IsLaterRole, "isLater"},
            {IsFailureRole, "isFailure"},
            {SearchRole, "search"},
            {EffectStatusRole, "effectStatus"}};
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasMore && !m_isLoadingOlder;
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent) && oldest()) request(Load::Older, oldest());
}

void HistoryModel::showWorkflow(const QString& id) {
    beginResetModel();
    m_id = id.toStdString();
    ++m_epoch;
    m_changes.clear();
    m_shown.reset();
    m_hasMore = m_isLoadingOlder = m_isLoadingNewer = m_isLoadingSeen = m_isStale = false;
    m_seen.clear();
    m_fresh.clear();
    endResetModel();
    setTotal(0);
    if (!m_id.empty()) request(Load::Older, {});
}

void HistoryModel::setShownRevision(std::optional<Revision> revision) {
    if (revision == m_shown) return;
    m_shown = revision;
    if (!m_changes.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {IsShownRole, IsLaterRole});
}

void HistoryModel::setTimeDisplay(TimeDisplay display) {
    if (display == m_timeDisplay) return;
    m_timeDisplay = display;
    Q_EMIT headerDataChanged(Qt::Horizontal, WhenColumn, WhenColumn);
    if (!m_changes.empty()) Q_EMIT dataChanged(index(0, WhenColumn), index(rowCount() - 1, WhenColumn));
}

void HistoryModel::setSeenRows(const std::vector<int>& rows) {
    m_seen.clear();
    for (const int row : rows)
        if (row >= 0 && row < rowCount()) m_seen.push_back(m_changes[static_cast<std::size_t>(row)].seq);
    readSeen();
}

QString HistoryModel::refusal() const {
    return refusalSentence(m_connection.accessTo(m_id), Deed::ReadHistory);
}

void HistoryModel::refresh() {
    if (m_id.empty()) return;
    ++m_moves;
    m_fresh.clear();
    if (m_isLoadingNewer || m_isLoadingOlder)
        m_isStale = true;
    else
        request(Load::Newer, {});
}

bool& HistoryModel::isLoading(Load load) {
    switch (load) {
    case Load::Older:
        return m_isLoadingOlder;
    case Load::Newer:
        return m_isLoadingNewer;
    case Load::Seen:
        return m_isLoadingSeen;
    }
    Q_UNREACHABLE();
}

void HistoryModel::request(Load load, std::optional<Revision> before) {
    isLoading(load) = true;
    const auto answered = [this, load, before, epoch = m_epoch, moves = m_moves](const Result<HistoryReply>& reply) {
        if (epoch != m_epoch) return;
        if (reply && moves == m_moves) noteFresh(reply->changes);
        if (reply) return onLoaded(load, before, *reply);
        isLoading(load) = false;
        Q_EMIT failed(reply.error());
    };
    m_connection.history({.id = m_id, .before = before, .limit = kPage}, this, answered);
}

void HistoryModel::onLoaded(Load load, std::optional<Revision> before, const HistoryReply& reply) {
    const bool isLost = before != oldest();
    switch (load) {
    case Load::Older:
        append(before, reply);
        break;
    case Load::Newer:
        prepend(reply);
        replaceKnown(reply.changes);
        break;
    case Load::Seen:
        replaceSeen(reply.changes);
        break;
    }
    // Not before: whoever hears of new rows may ask for more at once, and those come after these.
    isLoading(load) = false;
    if (load == Load::Older && isLost) fetchMore({});
    setTotal(reply.total);
    if (std::exchange(m_isStale, false)) refresh();
    readSeen();
    Q_EMIT loaded();
}

void HistoryModel::onChanges(const std::vector<Change>& changes) {
    const bool isMine = std::ranges::any_of(changes, [this](const Change& change) { return change.id == m_id; });
    // The feed leaves effects out; the history has them, so the new rows are read rather than taken from here.
    if (isMine) refresh();
}

std::optional<Revision> HistoryModel::oldest() const {
    return m_changes.empty() ? std::nullopt : std::optional(m_changes.back().revision);
}

void HistoryModel::append(std::optional<Revision> before, const HistoryReply& older) {
    // What it goes on from has left the list meanwhile: it lies below a hole.
    if (before != oldest()) return;
    m_hasMore = older.hasMore;
    if (older.changes.empty()) return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(older.changes.size()) - 1);
    m_changes.insert(m_changes.end(), older.changes.begin(), older.changes.end());
    endInsertRows();
}

void HistoryModel::prepend(const HistoryReply& reply) {
    const std::vector<Change>& newest = reply.changes;
    if (m_changes.empty()) m_hasMore = reply.hasMore;
    if (newest.empty()) return;
    const auto isKnown = [this](const Change& change) {
        return !m_changes.empty() && change.seq <= m_changes.front().seq;
    };
    const auto firstKnown = std::ranges::find_if(newest, isKnown);
    if (!m_changes.empty() && firstKnown == newest.end()) {
        // More happened than a page holds: what is known lies below a hole, and is read again on scrolling there.
        beginRemoveRows({}, 0, rowCount() - 1);
        m_changes.clear();
        m_hasMore = true;
        endRemoveRows();
    }
    if (firstKnown == newest.begin()) return;
    beginInsertRows({}, 0, static_cast<int>(firstKnown - newest.begin()) - 1);
    m_changes.insert(m_changes.begin(), newest.begin(), firstKnown);
    endInsertRows();
}

void HistoryModel::replaceKnown(const std::vector<Change>& newest) {
    // After prepend() both start with the same change; what became of their effects may be new.
    const std::size_t count = std::min(newest.size(), m_changes.size());
    if (count == 0) return;
    std::copy_n(newest.begin(), count, m_changes.begin());
    Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(count) - 1, ColumnCount - 1));
}

// One page after the other, from the first that is seen and may be another by now.
void HistoryModel::readSeen() {
    if (m_isLoadingSeen || m_isLoadingNewer) return;
    const auto next = std::ranges::find_if(m_seen, [this](Seq change) { return isOutdated(change); });
    if (next != m_seen.end()) request(Load::Seen, Revision{m_changes[*rowOf(*next)].revision.value() + 1});
}

bool HistoryModel::isOutdated(Seq change) const {
    if (m_fresh.contains(change)) return false;
    const auto row = rowOf(change);
    return row && isOpen(m_changes[*row]);
}

std::optional<std::size_t> HistoryModel::rowOf(Seq change) const {
    const auto found = std::ranges::lower_bound(m_changes, change, std::ranges::greater{}, &Change::seq);
    if (found == m_changes.end() || found->seq != change) return {};
    return static_cast<std::size_t>(found - m_changes.begin());
}

void HistoryModel::noteFresh(const std::vector<Change>& read) {
    for (const Change& change : read)
        m_fresh.insert(change.seq);
}

void HistoryModel::replaceSeen(const std::vector<Change>& seen) {
    for (const Change& change : seen) {
        const auto known = rowOf(change.seq);
        if (!known) continue;
        m_changes[*known] = change;
        const int row = static_cast<int>(*known);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void HistoryModel::tick() {
    for (int row = 0; row < rowCount(); ++row) {
        if (!std::ranges::any_of(m_changes[static_cast<std::size_t>(row)].effects, isWaitingForRetry)) continue;
        const QModelIndex cell = index(row, EffectsColumn);
        Q_EMIT dataChanged(cell, cell, {Qt::DisplayRole, Qt::ToolTipRole});
    }
}

void HistoryModel::setTotal(quint64 total) {
    if (total == m_total) return;
    m_total = total;
    Q_EMIT totalChanged();
}

} // namespace signalbox::model
