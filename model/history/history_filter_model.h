#pragma once

#include <QSortFilterProxyModel>

namespace signalbox::model {

class HistoryModel;

// The rows of a history that contain a text, in any column, or those of failures only. While it filters, the whole
// history is loaded, page by page, so that "no rows" is true.
class HistoryFilterModel final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit HistoryFilterModel(HistoryModel& history, QObject* parent = nullptr);

    void setText(const QString& text);
    const QString& text() const { return m_text; }
    void setFailuresOnly(bool isOn);
    bool isFailuresOnly() const { return m_isFailuresOnly; }

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    void loadMore();

    HistoryModel& m_history;
    QString m_text;
    bool m_isFailuresOnly = false;
};

} // namespace signalbox::model
