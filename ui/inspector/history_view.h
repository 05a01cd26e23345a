#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace signalbox::model {
class HistoryFilterModel;
class HistoryModel;
class InspectorModel;
} // namespace signalbox::model

namespace signalbox::ui {

class Theme;

// The History tab: the table, its filter and its export. Opening a row shows the workflow as of that revision.
class HistoryView : public QWidget {
    Q_OBJECT
public:
    HistoryView(const Theme& theme, model::InspectorModel& inspector, model::HistoryModel& history,
                QWidget* parent = nullptr);

    // What stands at the right of the tabs while this one is shown. Lifetime: this view's.
    QWidget* tools() const { return m_tools; }
    QTableView* table() const { return m_table; }
    // Makes the columns as wide as what stands in them, unless a person has set the widths.
    void fitColumns();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTable(const Theme& theme);
    void buildTools();
    void copyRows();
    void refreshEmptyText();

    model::InspectorModel& m_inspector;
    model::HistoryModel& m_history;
    model::HistoryFilterModel* m_filter;
    QTableView* m_table;
    QLabel* m_empty;
    QWidget* m_tools;
    QLineEdit* m_filterField;
    bool m_isFitting = false;
    bool m_isTouched = false; // a person has set the widths
};

} // namespace signalbox::ui
