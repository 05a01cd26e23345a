#include "model/history/history_filter_model.h"

#include "model/history/history_model.h"

namespace signalbox::model {

HistoryFilterModel::HistoryFilterModel(HistoryModel& history, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_history(history) {
    setSortRole(HistoryModel::SortRole);
    setSourceModel(&history);
    connect(&history, &HistoryModel::loaded, this, &HistoryFilterModel::loadMore);
}

void HistoryFilterModel::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    invalidateFilter();
    loadMore();
}

void HistoryFilterModel::setFailuresOnly(bool isOn) {
    if (isOn == m_isFailuresOnly) return;
    m_isFailuresOnly = isOn;
    invalidateFilter();
    loadMore();
}

bool HistoryFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const {
    const QModelIndex index = m_history.index(sourceRow, 0, sourceParent);
    if (m_isFailuresOnly && !index.data(HistoryModel::IsFailureRole).toBool()) return false;
    if (m_text.isEmpty()) return true;
    return index.data(HistoryModel::SearchRole).toString().contains(m_text, Qt::CaseInsensitive);
}

void HistoryFilterModel::loadMore() {
    if (!m_text.isEmpty() || m_isFailuresOnly) m_history.fetchMore({});
}

} // namespace signalbox::model
