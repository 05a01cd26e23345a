#pragma once

#include <QDialog>

#include "engine/workflow_values.h"

#include <optional>

class QLabel;
class QSpinBox;
class QTableWidget;

namespace signalbox::model {
class Connection;
}

namespace signalbox::ui {

class Theme;

// Two revisions of a workflow side by side: only what differs, to read and to copy. Both can be chosen; closes by
// itself never, deletes itself when it is closed.
class ComparisonDialog : public QDialog {
    Q_OBJECT
public:
    struct Range {
        Revision before;
        Revision after;
        Revision newest; // what may be chosen
    };
    ComparisonDialog(model::Connection& connection, const Theme& theme, const QString& id, const Range& range,
                     QWidget* parent = nullptr);

    // Both revisions are read and shown.
    bool isLoaded() const { return m_before && m_after; }

private:
    void build(const Range& range, const Theme& theme);
    QWidget* buildChoice(const Range& range);
    QSpinBox* addRevision(const QString& name, const QString& text, Revision value, const Range& range);
    void buildTable(const Theme& theme);
    QWidget* buildButtons();
    void load();
    void loadOne(Revision revision, std::optional<Workflow>& place);
    void showDifferences();
    void addRow(int row, int column, const QString& text);
    void copy();

    model::Connection& m_connection;
    const Theme& m_theme;
    QString m_id;
    QSpinBox* m_from = nullptr;
    QSpinBox* m_to = nullptr;
    QTableWidget* m_table = nullptr;
    QLabel* m_note = nullptr;
    quint64 m_number = 0; // of the question; answers to earlier ones are dropped
    std::optional<Workflow> m_before;
    std::optional<Workflow> m_after;
};

} // namespace signalbox::ui
