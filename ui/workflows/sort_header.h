#pragma once

#include <QHeaderView>

namespace signalbox::ui {

// Column heads that can be clicked; the arrow of the order stands behind the word, where a right-aligned one stays
// legible.
class SortHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit SortHeader(QWidget* parent = nullptr);

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const override;
};

} // namespace signalbox::ui
