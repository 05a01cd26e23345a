#include "model/outbox/effect_model.h"

#include "model/connection/connection.h"
#include "model/outbox/effect_text.h"
#include "model/text/time_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {

namespace {

constexpr std::uint32_t kPage = 200;

QString lastError(const EffectProgress& progress) {
    return progress.failures.empty() ? QString() : QString::fromStdString(progress.failures.back().error);
}

bool isWaitingForATry(const EffectEntry& entry) {
    return entry.status == EffectStatus::Pending && entry.progress.nextAttempt && !entry.isSending && !entry.isHeld;
}

} // namespace

EffectModel::EffectModel(Connection& connection, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_connection(connection)
    , m_clock(clock)
    , m_hand(clock) {
    connect(&m_hand, &SecondHand::moved, this, &EffectModel::tick);
    connect(&connection, &Connection::changesArrived, this, [this](const std::vector<Change>& changes) {
        if (std::ranges::any_of(changes, [this](const Change& change) { return change.id == m_id; })) refresh();
    });
    connect(&connection, &Connection::effectsChanged, this, [this](const std::vector<std::string>& ids) {
        if (std::ranges::count(ids, m_id) > 0) refresh();
    });
    connect(&connection, &Connection::resumed, this, [this](const QString& server) {
        if (m_connection.isOn(server, m_id)) refresh();
    });
}

int EffectModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_effects.size());
}

int EffectModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

const EffectEntry* EffectModel::effectAt(int row) const {
    return row >= 0 && row < rowCount() ? &m_effects[static_cast<std::size_t>(row)] : nullptr;
}

int EffectModel::rowOf(EffectId id) const {
    const auto found = std::ranges::find(m_effects, id, &EffectEntry::id);
    return found == m_effects.end() ? -1 : static_cast<int>(found - m_effects.begin());
}

QString EffectModel::refusal() const {
    return refusalSentence(m_connection.accessTo(m_id), Deed::ReadEffects);
}

int EffectModel::failedCount() const {
    return static_cast<int>(std::ranges::count(m_effects, EffectStatus::Failed, &EffectEntry::status));
}

QString EffectModel::holdReason() const {
    const auto held = std::ranges::find(m_effects, EffectStage::Held, stageOf);
    return held == m_effects.end() ? QString() : QString::fromStdString(held->waitsFor);
}

QVariant EffectModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const EffectEntry& entry = m_effects[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry, index.column());
    case SortRole:
        return sortValue(entry, index.column());
    case IdRole:
        return QString::fromStdString(text(entry.id));
    case StageRole:
        return static_cast<int>(stageOf(entry));
    case KindRole:
        return static_cast<int>(entry.effect.kind);
    case SummaryRole:
        return effectSummary(entry.effect);
    default:
        return {};
    }
}

QVariant EffectModel::cell(const EffectEntry& entry, int column) const {
    switch (static_cast<Column>(column)) {
    case EffectColumn:
        return tr("%1 %2").arg(effectKindText(entry.effect.kind), effectSummary(entry.effect));
    case ReceiverColumn:
        return QString::fromStdString(entry.receiver);
    case StatusColumn:
        return effectStageText(entry);
    case AttemptsColumn:
        return QString::number(entry.progress.attempts);
    case NextColumn:
        return isWaitingForATry(entry) ? countdownText(*entry.progress.nextAttempt, m_clock.now()) : QString();
    case ErrorColumn:
        return lastError(entry.progress);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant EffectModel::sortValue(const EffectEntry& entry, int column) const {
    if (column == AttemptsColumn) return entry.progress.attempts;
    if (column == NextColumn && entry.progress.nextAttempt)
        return qint64{entry.progress.nextAttempt->time_since_epoch().count()};
    return cell(entry, column);
}

QString EffectModel::toolTip(const EffectEntry& entry, int column) const {
    if (column == NextColumn && isWaitingForATry(entry)) return timeToolTip(*entry.progress.nextAttempt);
    if (column == EffectColumn)
        return tr("%1\nAsked for %2").arg(cell(entry, column).toString(), timeToolTip(entry.requested));
    return cell(entry, column).toString();
}

QVariant EffectModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
    case EffectColumn:
        return tr("Effect");
    case ReceiverColumn:
        return tr("Receiver");
    case StatusColumn:
        return tr("Status");
    case AttemptsColumn:
        return tr("Tries");
    case NextColumn:
        return tr("Next in");
    case ErrorColumn:
        return tr("Last error");
    case ColumnCount:
        break;
    }
    return {};
}

bool EffectModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasMore && !m_isLoading;
}

void EffectModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent) && !m_effects.empty()) request(m_effects.back().id);
}

void EffectModel::showWorkflow(const QString& id) {
    beginResetModel();
    m_id = id.toStdString();
    ++m_epoch;
    m_effects.clear();
    m_hasMore = m_isLoaded = m_isLoading = m_isStale = false;
    endResetModel();
    Q_EMIT loaded();
    refresh();
}

void EffectModel::refresh() {
    if (m_id.empty()) return;
    if (m_isLoading)
        m_isStale = true;
    else
        request({});
}

void EffectModel::request(std::optional<EffectId> before) {
    m_isLoading = true;
    EffectsRequest asked;
    asked.workflowId = m_id;
    asked.before = before;
    asked.limit = kPage;
    m_connection.effects(std::move(asked), this,
                         [this, isOlder = before.has_value(), epoch = m_epoch](const Result<EffectsReply>& reply) {
                             if (epoch != m_epoch) return;
                             m_isLoading = false;
                             if (std::exchange(m_isStale, false)) refresh();
                             if (reply)
                                 onLoaded(isOlder, *reply);
                             else if (reply.error().code != ErrorCode::NotFound)
                                 Q_EMIT failed(reply.error());
                         });
}

void EffectModel::onLoaded(bool isOlder, const EffectsReply& reply) {
    if (isOlder)
        append(reply.effects);
    else
        replaceNewest(reply.effects);
    // The newest page says nothing of what lies below the pages that are loaded already.
    if (isOlder || m_effects.size() <= reply.effects.size()) m_hasMore = reply.hasMore;
    m_isLoaded = true;
    Q_EMIT loaded();
}

void EffectModel::replaceNewest(const std::vector<EffectEntry>& newest) {
    const auto isKnown = [this](const EffectEntry& each) {
        return !m_effects.empty() && each.id <= m_effects.front().id;
    };
    const auto firstKnown = std::ranges::find_if(newest, isKnown);
    const bool isHole = !m_effects.empty() && firstKnown == newest.end();
    if (isHole || newest.empty()) {
        if (m_effects.empty()) return;
        beginRemoveRows({}, 0, rowCount() - 1);
        m_effects.clear();
        endRemoveRows();
        if (newest.empty()) return;
    }
    if (firstKnown != newest.begin()) {
        beginInsertRows({}, 0, static_cast<int>(firstKnown - newest.begin()) - 1);
        m_effects.insert(m_effects.begin(), newest.begin(), firstKnown);
        endInsertRows();
    }
    const std::size_t count = std::min(newest.size(), m_effects.size());
    std::copy_n(newest.begin(), count, m_effects.begin());
    Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(count) - 1, ColumnCount - 1));
}

void EffectModel::append(const std::vector<EffectEntry>& older) {
    if (older.empty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(older.size()) - 1);
    m_effects.insert(m_effects.end(), older.begin(), older.end());
    endInsertRows();
}

void EffectModel::tick() {
    if (std::ranges::any_of(m_effects, isWaitingForATry))
        Q_EMIT dataChanged(index(0, NextColumn), index(rowCount() - 1, NextColumn), {Qt::DisplayRole});
}

} // namespace signalbox::model
