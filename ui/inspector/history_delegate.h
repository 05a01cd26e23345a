#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// Paints a row of the history: the trigger in bold with its arguments muted, the arrow of a transition faint, times and
// numbers so that they stand under each other; later revisions than the shown one faded.
class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit HistoryDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintTrigger(QPainter& painter, const QRect& place, const QModelIndex& index) const;
    void paintEffects(QPainter& painter, const QRect& place, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& place, const QModelIndex& index) const;
    QColor ink(const QModelIndex& index) const;
    QFont font(const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
