#pragma once

#include <QStyledItemDelegate>

#include "ui/widgets/chip_painter.h"

#include <functional>
#include <optional>

namespace signalbox::ui {

class Theme;

// How one cell of a table looks; its text is the model's.
struct CellLook {
    Tone tone = Tone::Plain;
    bool isBold = false;
    bool isMono = false;
    bool isTabular = false;       // live numbers: digits of equal width, at the right
    std::optional<Tone> dot = {}; // a mark before the text
    bool isDotFilled = true;
    std::optional<QString> lead = {}; // a muted word before the text, which then leaves that word out
};

// Paints the rows of a table: a wash under the selected one, a line under each, each cell as `look` says.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using Look = std::function<CellLook(const QModelIndex& index)>;
    static constexpr int kRowHeight = 28;

    CellDelegate(const Theme& theme, Look look, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QFont fontOf(const CellLook& look) const;

    const Theme& m_theme;
    Look m_look;
};

} // namespace signalbox::ui
