#include "model/outbox/timer_model.h"

#include "model/connection/connection.h"
#include "model/history/change_text.h"

#include <utility>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kMost = 1'000;
constexpr std::string_view kTimeout = "after:";
constexpr std::string_view kSend = "send:";

bool isSameRow(const TimerEntry& a, const TimerEntry& b) {
    return a.name == b.name;
}

} // namespace

bool isOwnTimer(const TimerEntry& timer) {
    return timer.name.starts_with(kTimeout) || timer.name.starts_with(kSend);
}

QString timerTitle(const TimerEntry& timer) {
    if (timer.name.starts_with(kTimeout) && !timer.state.empty())
        return TimerModel::tr("timeout of %1").arg(QString::fromStdString(timer.state));
    if (timer.name.starts_with(kTimeout)) return TimerModel::tr("timeout");
    if (timer.name.starts_with(kSend))
        return timer.target.empty() ? TimerModel::tr("delayed event")
                                    : TimerModel::tr("delayed event to %1").arg(QString::fromStdString(timer.target));
    return QString::fromStdString(timer.name);
}

TimerModel::TimerModel(Connection& connection, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_clock(clock)
    , m_hand(clock) {
    connect(&m_hand, &SecondHand::moved, this, &TimerModel::tick);
    connect(&connection, &Connection::changesArrived, this, &TimerModel::onChanges);
    connect(&connection, &Connection::resumed, this, [this](const QString& server) {
        if (m_connection.isOn(server, m_id)) refresh();
    });
}

int TimerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_timers.size());
}

int TimerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimerModel::refusal() const {
    return refusalSentence(m_connection.accessTo(m_id), Deed::ReadTimers);
}

const TimerEntry* TimerModel::timerAt(int row) const {
    return row >= 0 && row < rowCount() ? &m_timers[static_cast<std::size_t>(row)] : nullptr;
}

QVariant TimerModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const TimerEntry& timer = m_timers[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(timer, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == CountdownColumn ? spokenCountdown(timer.due, m_clock.now())
                                                 : cell(timer, index.column()).toString();
    case Qt::ToolTipRole:
        return toolTip(timer, index.column());
    case SortRole:
        return sortValue(timer, index.column());
    case IdRole:
        return QString::fromStdString(timer.name);
    case IsDueRole:
        return timer.due <= m_clock.now();
    case IsOwnRole:
        return isOwnTimer(timer);
    default:
        return {};
    }
}

QVariant TimerModel::cell(const TimerEntry& timer, int column) const {
    switch (static_cast<Column>(column)) {
    case NameColumn:
        return timerTitle(timer);
    case TriggerColumn:
        return QString(QString::fromStdString(timer.trigger) + QLatin1Char(' ') + argumentsSummary(timer.arguments))
            .trimmed();
    case CountdownColumn:
        return countdownText(timer.due, m_clock.now());
    case DueColumn:
        return momentText(timer.due, m_clock.now(), m_timeDisplay);
    case RepeatsColumn:
        return timer.repetition ? repetitionText(*timer.repetition) : tr("once");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant TimerModel::sortValue(const TimerEntry& timer, int column) const {
    if (column == CountdownColumn || column == DueColumn) return qint64{timer.due.time_since_epoch().count()};
    if (column == RepeatsColumn) return timer.repetition ? qint64{timer.repetition->period.count()} : qint64{0};
    return cell(timer, column);
}

QString TimerModel::toolTip(const TimerEntry& timer, int column) const {
    if (column == CountdownColumn || column == DueColumn) return timeToolTip(timer.due);
    if (column == RepeatsColumn && timer.repetition)
        return tr("%1; %2").arg(repetitionText(*timer.repetition), latePolicyText(timer.repetition->late));
    if (column == NameColumn) {
        const QString stays = timer.state.empty()
                                  ? tr("stays until it is due")
                                  : tr("dropped when %1 is left").arg(QString::fromStdString(timer.state));
        return tr("%1: %2").arg(QString::fromStdString(timer.name), stays);
    }
    return cell(timer, column).toString();
}

QVariant TimerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case NameColumn:
        return tr("Timer");
    case TriggerColumn:
        return tr("Fires");
    case CountdownColumn:
        return tr("Due in");
    case DueColumn:
        return timeColumnTitle(tr("Due"), m_clock.now(), m_timeDisplay);
    case RepeatsColumn:
        return tr("Repeats");
    case ColumnCount:
        break;
    }
    return {};
}

void TimerModel::showWorkflow(const QString& id) {
    beginResetModel();
    m_id = id.toStdString();
    ++m_epoch;
    m_timers.clear();
    m_isLoaded = m_isLoading = m_isStale = false;
    endResetModel();
    Q_EMIT loaded();
    refresh();
}

void TimerModel::setTimeDisplay(TimeDisplay display) {
    if (display == m_timeDisplay) return;
    m_timeDisplay = display;
    Q_EMIT headerDataChanged(Qt::Horizontal, DueColumn, DueColumn);
    if (!m_timers.empty()) Q_EMIT dataChanged(index(0, DueColumn), index(rowCount() - 1, DueColumn));
}

void TimerModel::refresh() {
    if (m_id.empty()) return;
    m_isStale = m_isLoading;
    if (std::exchange(m_isLoading, true)) return;
    m_connection.timers({.workflowId = m_id, .dueBefore = {}, .offset = 0, .limit = kMost}, this,
                        [this, epoch = m_epoch](const Result<TimersReply>& reply) {
                            if (epoch != m_epoch) return;
                            m_isLoading = false;
                            if (std::exchange(m_isStale, false)) refresh();
                            if (reply)
                                onLoaded(*reply);
                            else if (reply.error().code != ErrorCode::NotFound)
                                Q_EMIT failed(reply.error());
                        });
}

// What stays in place stays selected: only rows that are gone or new move.
void TimerModel::onLoaded(const TimersReply& reply) {
    const std::vector<TimerEntry>& next = reply.timers;
    std::size_t same = 0;
    while (same < std::min(next.size(), m_timers.size()) && isSameRow(next[same], m_timers[same]))
        ++same;
    if (same < m_timers.size()) {
        beginRemoveRows({}, static_cast<int>(same), rowCount() - 1);
        m_timers.resize(same);
        endRemoveRows();
    }
    std::copy_n(next.begin(), same, m_timers.begin());
    if (same > 0) Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(same) - 1, ColumnCount - 1));
    if (same < next.size()) {
        beginInsertRows({}, static_cast<int>(same), static_cast<int>(next.size()) - 1);
        m_timers.insert(m_timers.end(), next.begin() + static_cast<std::ptrdiff_t>(same), next.end());
        endInsertRows();
    }
    m_isLoaded = true;
    Q_EMIT loaded();
}

void TimerModel::onChanges(const std::vector<Change>& changes) {
    if (std::ranges::any_of(changes, [this](const Change& change) { return change.id == m_id; })) refresh();
}

void TimerModel::tick() {
    if (!m_timers.empty())
        Q_EMIT dataChanged(index(0, CountdownColumn), index(rowCount() - 1, CountdownColumn),
                           {Qt::DisplayRole, Qt::AccessibleTextRole, IsDueRole});
}

} // namespace signalbox::model
