#pragma once

#include <QTableView>
#include <QTimer>

#include "model/workflows/column_layout.h"

namespace signalbox::ui {

class Theme;

// The rows of the workflow list. It keeps the current workflow and the place of the rows in view while rows move under
// it: the current one is followed by its id, also when it leaves the list and comes back.
class WorkflowTable : public QTableView {
    Q_OBJECT
public:
    WorkflowTable(model::WorkflowListModel& model, const Theme& theme, QWidget* parent = nullptr);

    // Of the workflow chosen last; it may be missing from the list.
    const QString& currentId() const { return m_currentId; }
    // Makes `id` current and brings it into view once it is known where it is.
    void setCurrentId(const QString& id);
    // A row that has just changed still stands out.
    bool isFlashing() const { return m_flashTimer.isActive(); }
    bool hasCurrentRow() const { return currentIndex().isValid(); }

    // What is shown, from left to right. Empty sets the usual columns.
    model::ColumnLayout columns() const;
    void setColumns(const model::ColumnLayout& columns);

Q_SIGNALS:
    void currentIdChanged(const QString& id);
    void opened(const QString& id);
    void columnsChanged(); // by hand: moved, resized, shown or hidden

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyboardSearch(const QString& search) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) override;

private:
    void setUpColumns();
    void connectHeader(QHeaderView& header);
    void showColumnMenu(const QPoint& position);
    void tellViewport();
    void onLoaded(bool isNewOrder);
    void onAnchorMoved(int rows);
    void takeCurrentFrom(const QModelIndex& index);
    void showCurrentRow(bool isScrolled);
    void flash();
    void fitTimeColumns();
    void fitStateColumn();

    model::WorkflowListModel& m_model;
    QString m_currentId;
    bool m_isArranging = false; // the columns change, but not by hand
    bool m_isRestoring = false; // the current index moves, the current workflow does not
    bool m_isUnread = false;    // a row was chosen whose workflow is not known yet
    bool m_isRevealing = false; // the current workflow is to be scrolled to
    bool m_wasCurrentVisible = false;
    QTimer m_flashTimer;
    QElapsedTimer m_sinceFlash;
};

} // namespace signalbox::ui
