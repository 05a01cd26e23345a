#pragma once

#include <QTableView>

#include "ui/outbox/cell_delegate.h"

#include <vector>

class QLabel;

namespace signalbox::ui {

class Theme;

// A table whose columns share its width and never scroll sideways, and that says why it is empty. The first row is
// chosen as soon as there is one, so that what acts on a row has one.
class OutboxTable : public QTableView {
    Q_OBJECT
public:
    struct Names {
        QString object;
        QString accessible;
    };
    OutboxTable(const Theme& theme, const Names& names, CellDelegate::Look look, QWidget* parent);

    void setModel(QAbstractItemModel* model) override;
    // By column: a width, or 0 for a share of what is left.  Units: device-independent pixels.  Requires: a model.
    void setWidths(std::initializer_list<int> widths);
    // The columns that give way to the others where there is little room.
    void setSpareColumns(std::initializer_list<int> columns) { m_spareColumns = columns; }
    // Shown while there are no rows.
    void setEmptyText(const QString& text);
    int currentRow() const { return currentIndex().isValid() ? currentIndex().row() : -1; }

Q_SIGNALS:
    void currentRowChanged(int row); // -1: none
    void removeWanted();             // the key Delete

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void chooseFirst();
    void placeEmptyText();

    QLabel* m_empty;
    std::vector<int> m_spareColumns;
};

} // namespace signalbox::ui
