#pragma once

#include <QStyledItemDelegate>

#include "model/workflows/workflow_list_model.h"

namespace signalbox::ui {

class Theme;

// Paints the rows of the workflow list: state chips, residence dots, ids in a fixed pitch, a wash over a row that has
// just changed.
class WorkflowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 28;
    static constexpr int kFlashMs = 200;

    explicit WorkflowDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    using Column = model::WorkflowListModel::Column;

    void paintBackground(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintContent(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintServer(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    QFont fontOf(Column column) const;
    QColor inkOf(Column column, const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
