#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// Paints the navigator: headings in small capitals, names with their details, counts at the right edge.
class NavigatorDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit NavigatorDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintHeading(QPainter& painter, const QRect& rect, const QString& text) const;
    void paintEntry(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    // Returns: the width the count takes.
    int paintCount(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    QColor countInk(const QModelIndex& index) const;
    QColor serverInk(const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
