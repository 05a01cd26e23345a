#include "model/outbox/problem_model.h"

#include <QLocale>

#include "model/connection/connection.h"
#include "model/history/change_text.h"
#include "model/text/time_text.h"

#include <algorithm>

namespace signalbox::model {

using namespace std::chrono_literals;

namespace {

constexpr auto kInterval = 500ms;

bool isSameRow(const EffectProblem& a, const EffectProblem& b) {
    return a.problem == b.problem && a.receiver == b.receiver;
}

} // namespace

ProblemModel::ProblemModel(Connection& connection, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_clock(clock) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, &ProblemModel::request);
    connect(&connection, &Connection::changesArrived, this, &ProblemModel::schedule);
    connect(&connection, &Connection::effectsChanged, this, &ProblemModel::schedule);
    connect(&connection, &Connection::resumed, this, &ProblemModel::schedule);
    request();
}

int ProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

const EffectProblem* ProblemModel::problemAt(int row) const {
    return row >= 0 && row < rowCount() ? &m_problems[static_cast<std::size_t>(row)] : nullptr;
}

QString ProblemModel::refusal() const {
    return refusalSentence(m_connection.access(), Deed::ReadEffects);
}

quint64 ProblemModel::effectCount() const {
    quint64 sum = 0;
    for (const EffectProblem& each : m_problems)
        sum += each.count;
    return sum;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const EffectProblem& problem = m_problems[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(problem, index.column());
    case Qt::ToolTipRole:
        return index.column() == NewestColumn ? timeToolTip(problem.newest) : cell(problem, index.column()).toString();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == CountColumn ? Qt::AlignRight : Qt::AlignLeft));
    case SortRole:
        if (index.column() == CountColumn) return qulonglong{problem.count};
        if (index.column() == NewestColumn) return qint64{problem.newest.time_since_epoch().count()};
        return cell(problem, index.column());
    case IdRole:
        return QString::fromStdString(problem.problem + '\n' + problem.receiver);
    default:
        return {};
    }
}

QVariant ProblemModel::cell(const EffectProblem& problem, int column) const {
    switch (static_cast<Column>(column)) {
    case ProblemColumn:
        return QString::fromStdString(problem.problem);
    case ReceiverColumn:
        return QString::fromStdString(problem.receiver);
    case CountColumn:
        return QLocale().toString(qulonglong{problem.count});
    case NewestColumn:
        return momentText(problem.newest, m_clock.now());
    case ColumnCount:
        break;
    }
    return {};
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == CountColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case ProblemColumn:
        return tr("Problem");
    case ReceiverColumn:
        return tr("Receiver");
    case CountColumn:
        return tr("Effects");
    case NewestColumn:
        return tr("Newest");
    case ColumnCount:
        break;
    }
    return {};
}

void ProblemModel::schedule() {
    if (!m_timer.isActive()) m_timer.start();
}

void ProblemModel::request() {
    EffectsRequest asked;
    asked.statuses = {EffectStatus::Failed};
    asked.limit = 1; // the problems come with any page
    m_connection.effects(std::move(asked), this, [this](const Result<EffectsReply>& reply) {
        if (reply)
            onLoaded(reply->problems);
        else
            Q_EMIT failed(reply.error());
    });
}

// Rows that stay in their place stay selected.
void ProblemModel::onLoaded(const std::vector<EffectProblem>& next) {
    std::size_t same = 0;
    while (same < std::min(next.size(), m_problems.size()) && isSameRow(next[same], m_problems[same]))
        ++same;
    if (same < m_problems.size()) {
        beginRemoveRows({}, static_cast<int>(same), rowCount() - 1);
        m_problems.resize(same);
        endRemoveRows();
    }
    std::copy_n(next.begin(), same, m_problems.begin());
    if (same > 0) Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(same) - 1, ColumnCount - 1));
    if (same < next.size()) {
        beginInsertRows({}, static_cast<int>(same), static_cast<int>(next.size()) - 1);
        m_problems.insert(m_problems.end(), next.begin() + static_cast<std::ptrdiff_t>(same), next.end());
        endInsertRows();
    }
    m_isLoaded = true;
    Q_EMIT loaded();
}

} // namespace signalbox::model
