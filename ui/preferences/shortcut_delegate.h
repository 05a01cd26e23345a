#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// A row of the shortcut editor: a group's heading, or a command with its keys as caps at the right.
class ShortcutDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, // empty for a group
        KeysRole,              // QStringList of caps
        PlacesRole,            // where they act, one per cap
        IsChangedRole,         // not the command's own keys
    };

    ShortcutDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    // Returns: where the caps begin.
    int paintKeys(QPainter& painter, QRect place, const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
