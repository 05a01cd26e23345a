#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// Paints the rows of ConnectionTree: a mark in the server's colour, its name, what it is for.
class ConnectionDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ConnectionDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

} // namespace signalbox::ui
