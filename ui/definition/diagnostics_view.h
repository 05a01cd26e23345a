#pragma once

#include <QTableView>

namespace signalbox::model {
class DiagnosticsModel;
}

namespace signalbox::ui {

class Theme;

// The diagnostics of a definition as a table: kind, place, what is wrong. Copy puts the selected rows on the clipboard
// as compilers write them, all of them where none is selected.
class DiagnosticsView : public QTableView {
    Q_OBJECT
public:
    DiagnosticsView(const Theme& theme, model::DiagnosticsModel& diagnostics, QWidget* parent = nullptr);

    void copy();

Q_SIGNALS:
    // Enter or a double click on a row.
    void rowActivated(int row);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    model::DiagnosticsModel& m_diagnostics;
};

} // namespace signalbox::ui
