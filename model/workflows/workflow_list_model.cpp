#include "model/workflows/workflow_list_model.h"

#include "model/connection/connection.h"
#include "model/connection/server_roster.h"
#include "model/workflows/state_tone.h"
#include "model/workflows/workflow_cell.h"

#include <algorithm>

namespace signalbox::model {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kAgeInterval = 1s;
constexpr auto kChangeMemory = 1s; // longer than any flash

bool isTime(WorkflowListModel::Column column) {
    using Column = WorkflowListModel::Column;
    return column == Column::InState || column == Column::Updated || column == Column::Created ||
           column == Column::NextTimer;
}

QVariant alignment(WorkflowListModel::Column column) {
    const bool isNumber = isTime(column) || column == WorkflowListModel::Column::Revision;
    return QVariant::fromValue(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
}

} // namespace

WorkflowListModel::WorkflowListModel(Connection& connection, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_clock(clock) {
    m_queryTimer.setSingleShot(true);
    connect(&m_queryTimer, &QTimer::timeout, this, &WorkflowListModel::query);
    m_fetchTimer.setSingleShot(true);
    connect(&m_fetchTimer, &QTimer::timeout, this, &WorkflowListModel::fetchPages);
    m_ageTimer.setInterval(kAgeInterval);
    connect(&m_ageTimer, &QTimer::timeout, this, &WorkflowListModel::refreshAges);
    m_ageTimer.start();
    connect(&connection, &Connection::changesArrived, this, &WorkflowListModel::onChanges);
    connect(&connection, &Connection::residencyChanged, this, &WorkflowListModel::onResidency);
    connect(&connection, &Connection::effectsChanged, this, &WorkflowListModel::refresh);
    connect(&connection, &Connection::resumed, this, &WorkflowListModel::refresh);
    connect(&connection, &Connection::accessChanged, this, [this] {
        if (m_total > 0) Q_EMIT dataChanged(index(0, 0), index(m_total - 1, kColumnCount - 1), {IsStaleRole});
    });
    connect(&connection, &Connection::operatorNameChanged, this, [this] {
        if (m_filter.isMine) startOver();
    });
    startOver();
}

void WorkflowListModel::setFilter(const WorkflowFilter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    startOver();
    Q_EMIT filterChanged();
}

void WorkflowListModel::setListSort(const ListSort& sort) {
    if (sort == m_sort) return;
    m_sort = sort;
    startOver();
    Q_EMIT sortChanged();
}

void WorkflowListModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= kColumnCount) return;
    setListSort({sortKey(static_cast<Column>(column)), order == Qt::DescendingOrder});
}

SortKey WorkflowListModel::sortKey(Column column) {
    switch (column) {
    case Column::Residency:
        return SortKey::ByResident;
    case Column::Id:
        return SortKey::ById;
    case Column::Definition:
        return SortKey::ByDefinition;
    case Column::State:
        return SortKey::ByState;
    case Column::Assignee:
        return SortKey::ByAssignee;
    case Column::InState:
        return SortKey::ByStateSince;
    case Column::Updated:
        return SortKey::ByUpdated;
    case Column::Status:
        return SortKey::ByStatus;
    case Column::Revision:
        return SortKey::ByRevision;
    case Column::Created:
        return SortKey::ByCreated;
    case Column::NextTimer:
        return SortKey::ByNextTimer;
    case Column::Server:
        return SortKey::ById;
    }
    return SortKey::ById;
}

WorkflowListModel::Column WorkflowListModel::sortColumn() const {
    return m_sort.key == SortKey::ById && m_connection.servers() ? Column::Server : columnOf(m_sort.key);
}

bool WorkflowListModel::hasColumn(Column column) const {
    return column != Column::Server || m_connection.servers();
}

WorkflowListModel::Column WorkflowListModel::columnOf(SortKey key) {
    for (int i = 0; i < kColumnCount; ++i)
        if (sortKey(static_cast<Column>(i)) == key) return static_cast<Column>(i);
    return Column::Id;
}

void WorkflowListModel::setTimeDisplay(TimeDisplay display) {
    if (display == m_timeDisplay) return;
    m_timeDisplay = display;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumnCount - 1);
    if (m_total > 0) Q_EMIT dataChanged(index(0, 0), index(m_total - 1, kColumnCount - 1), {Qt::DisplayRole});
}

void WorkflowListModel::setViewport(int firstRow, int lastRow) {
    m_firstVisible = std::max(0, firstRow);
    m_lastVisible = std::max(m_firstVisible, lastRow);
}

void WorkflowListModel::setCurrentId(const std::string& id) {
    if (id == m_currentId) return;
    m_currentId = id;
    m_currentRow = m_pages.rowOf(id);
}

std::optional<int> WorkflowListModel::currentRow() const {
    return m_currentRow;
}

int WorkflowListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_total;
}

int WorkflowListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant WorkflowListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::TextAlignmentRole) return alignment(column);
    const WorkflowRow* row = m_pages.find(index.row());
    if (role == IsLoadedRole) return row != nullptr;
    if (row) return cell(*row, column, role);
    wantPage(index.row());
    return role == Qt::DisplayRole && column == Column::Id ? QVariant{u"…"_s} : QVariant{};
}

QVariant WorkflowListModel::cell(const WorkflowRow& row, Column column, int role) const {
    const auto time = [this] { return CellTime{m_clock.now(), m_timeDisplay}; };
    if (m_connection.servers())
        if (auto known = serverCell(row, column, role)) return *std::move(known);
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, column, time());
    case Qt::AccessibleTextRole:
        return cellDescription(row, column, time());
    case Qt::ToolTipRole:
        return cellToolTip(row, column);
    case IdRole:
        return QString::fromStdString(row.id);
    case SortRole:
        return cellValue(row, column);
    case IsResidentRole:
        return row.isResident;
    case StateToneRole:
        return static_cast<int>(stateTone(row.status, !row.assignee.empty()));
    case DefinitionRole:
        return QString::fromStdString(row.definition.name);
    case FailedEffectsRole:
        return static_cast<int>(row.failedEffects);
    case IsOverdueRole:
        return row.overdueSince.has_value();
    case IsStaleRole:
        return m_connection.isStale(row.id);
    case ChangeAgeRole:
        return changeAge(row);
    default:
        return {};
    }
}

// What is told by the server of a row, where there are several.
std::optional<QVariant> WorkflowListModel::serverCell(const WorkflowRow& row, Column column, int role) const {
    const bool isText = role == Qt::DisplayRole || role == Qt::AccessibleTextRole || role == SortRole;
    if (column == Column::Id && isText) return QVariant(ownId(row.id));
    const ServerRoster::Server* server = m_connection.servers()->serverOf(row.id);
    if (!server) return std::nullopt;
    if (column == Column::Server && isText) return QVariant(server->title);
    if (column == Column::Server && role == Qt::ToolTipRole)
        return QVariant(server->stateText.isEmpty() ? server->title : server->title + u": "_s + server->stateText);
    if (role == ServerColourRole) return QVariant(server->profile ? server->profile->colour : QString());
    if (role == EnvironmentRole && server->profile) return QVariant(static_cast<int>(server->profile->environment));
    return std::nullopt;
}

QVariant WorkflowListModel::changeAge(const WorkflowRow& row) const {
    const auto found = m_changedAt.find(row.id);
    if (found == m_changedAt.end()) return {};
    const auto age = m_clock.steadyNow() - found->second;
    if (age > kChangeMemory) return {};
    return qint64{std::chrono::floor<std::chrono::milliseconds>(age).count()};
}

QVariant WorkflowListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= kColumnCount) return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::TextAlignmentRole) return alignment(column);
    const bool isDrawn = column == Column::Residency;
    const QString title =
        isTime(column) ? timeColumnTitle(columnTitle(column), m_clock.now(), m_timeDisplay) : columnTitle(column);
    if (role == Qt::DisplayRole) return isDrawn ? QString{} : title;
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole) return title;
    return {};
}

void WorkflowListModel::onChanges(const std::vector<Change>& changes) {
    bool concerns = false;
    for (const Change& change : changes) {
        if (m_filter.fixed.definition && change.definition.name != *m_filter.fixed.definition) continue;
        concerns = true;
        const auto at = m_pages.rowOf(change.id);
        WorkflowRow* row = at ? m_pages.find(*at) : nullptr;
        if (!row || !patch(*row, change)) continue;
        m_changedAt[change.id] = m_clock.steadyNow();
        Q_EMIT dataChanged(index(*at, 0), index(*at, kColumnCount - 1));
        Q_EMIT rowChanged(*at);
    }
    const SteadyTime now = m_clock.steadyNow();
    std::erase_if(m_changedAt, [now](const auto& entry) { return now - entry.second > kChangeMemory; });
    if (concerns) refresh();
}

// Returns: false for a change that the row, read later than it was made, shows already.
bool WorkflowListModel::patch(WorkflowRow& row, const Change& change) const {
    if (change.revision <= row.revision || change.kind == ChangeKind::Removed) return false;
    row.state = change.to;
    row.assignee = change.assignee;
    row.status = change.status;
    row.revision = change.revision;
    row.updated = change.at;
    row.isResident = true;
    if (change.outcome == Outcome::Transitioned || change.outcome == Outcome::Reentered) row.stateSince = change.at;
    return true;
}

void WorkflowListModel::onResidency(const std::vector<EnumerateReply::Item>& items) {
    for (const EnumerateReply::Item& item : items) {
        const auto at = m_pages.rowOf(item.id);
        WorkflowRow* row = at ? m_pages.find(*at) : nullptr;
        if (!row || row->isResident == item.isResident) continue;
        row->isResident = item.isResident;
        Q_EMIT dataChanged(index(*at, 0), index(*at, 0));
    }
    if (m_filter.fixed.isResident || m_sort.key == SortKey::ByResident) refresh();
}

void WorkflowListModel::refreshAges() {
    constexpr int kTicksPerQuery = 15;
    if (m_filter.movesWithTime() && ++m_ageTicks % kTicksPerQuery == 0 && m_connection.isLive()) refresh();
    if (m_timeDisplay != TimeDisplay::Relative || m_total == 0) return;
    const int first = std::min(m_firstVisible, m_total - 1);
    const int last = std::min(m_lastVisible, m_total - 1);
    for (int column = 0; column < kColumnCount; ++column) {
        if (!isTime(static_cast<Column>(column))) continue;
        Q_EMIT dataChanged(index(first, column), index(last, column), {Qt::DisplayRole});
    }
}

} // namespace signalbox::model
