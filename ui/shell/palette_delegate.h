#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// Paints the rows of a PaletteModel: headings, titles with the matched letters marked, details, chips and key caps.
class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    PaletteDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintHeading(QPainter& painter, const QRect& rect, const QString& text) const;
    // Returns: the x behind the title.
    int paintTitle(QPainter& painter, const QRect& rect, const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
