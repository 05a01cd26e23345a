#pragma once

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include "engine/workflow_values.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"

#include <vector>

class QLabel;
class QLineEdit;
class QMenu;
class QTableView;
class QToolButton;

namespace signalbox::model {
class HistoryFilterModel;
class HistoryModel;
class InspectorModel;
} // namespace signalbox::model

namespace signalbox::ui {

class Theme;
class TimelineStrip;

// The History tab: the timeline, the table, its filter and its export. Opening a row shows the workflow as of that
// revision.
class HistoryView : public QWidget, public FindTarget, public ExportTarget {
    Q_OBJECT
public:
    HistoryView(const Theme& theme, model::InspectorModel& inspector, model::HistoryModel& history,
                QWidget* parent = nullptr);

    // What stands at the right of the tabs while this one is shown. Lifetime: this view's.
    QWidget* tools() const { return m_tools; }
    QTableView* table() const { return m_table; }
    // Makes the columns as wide as what stands in them, or as the view leaves room for, unless a person has set the
    // widths.
    void fitColumns();
    // The revision shown is another one.
    void refreshTimeline();
    // Finds in the rows by means of the filter.
    bool canFind() const override;
    void openFind() override;
    void findNext() override;
    void findPrevious() override;
    bool canExport() const override;
    void openExport() override;

    // Writes the whole history as its suffix says, csv or json, once all of it is loaded.
    void save(const QString& path);

Q_SIGNALS:
    void compareWanted(signalbox::Revision before, signalbox::Revision after);
    void told(const QString& what); // "Saved /home/sue/BUG-1.csv", or why not

public:
    // Wants the two selected rows compared, else the current one with the one before.
    void compare();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void buildTable(const Theme& theme);
    void buildTools();
    QToolButton* buildFailures();
    QToolButton* buildExport();
    void shareRoom();
    void followSeen();
    std::vector<int> seenRows() const;
    void notePress(QEvent::Type type);
    void copyRows();
    void showRowMenu(const QPoint& place);
    void moveCurrent(int rows);
    void askForFile(const QString& suffix);
    void write();
    void refreshEmptyText();

    model::InspectorModel& m_inspector;
    model::HistoryModel& m_history;
    model::HistoryFilterModel* m_filter;
    QTableView* m_table;
    TimelineStrip* m_timeline;
    QLabel* m_empty;
    QWidget* m_tools;
    QLineEdit* m_filterField = nullptr;
    QToolButton* m_failures = nullptr;
    QToolButton* m_export = nullptr;
    QTimer m_look;             // at which rows are seen, once they stand still
    QString m_saveTo;          // until the whole history is loaded
    std::vector<int> m_wanted; // widths by column; empty: there was no row yet
    bool m_hasReasons = false; // some row has one
    bool m_isHeaderPressed = false;
    bool m_isTouched = false; // a person has set the widths
};

} // namespace signalbox::ui
