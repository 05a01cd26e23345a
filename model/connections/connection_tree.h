#pragma once

#include <QHash>
#include <QStandardItemModel>

#include "model/connections/connection_book.h"

namespace signalbox::model {

// The servers of a book as a tree: the ones that were used last, then folders by name, then servers in their order.
// With a filter it has only those that match, each once. Servers are moved by dragging, in the whole tree only.
class ConnectionTree final : public QStandardItemModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, // QString; empty for a folder
        FolderRole,                // QString: of a folder, or the one that a server is in
        EnvironmentRole,           // int of Environment
        ColourRole,                // QString: its own; may be empty
        AddressRole,               // QString
        IsRecentRole,              // bool: the group of those used last, and what is in it
    };
    static constexpr qsizetype kMostShown = 5; // of those used last

    explicit ConnectionTree(ConnectionBook& book, QObject* parent = nullptr);

    // Shows servers alone that have every word of it in name, address or folder; empty: all.
    void setFilter(const QString& text);
    bool isFiltered() const { return !m_words.isEmpty(); }

    // Where a server is, in its folder.  Returns of both: invalid when it is not there.
    QModelIndex find(const QString& id) const { return indexFromItem(m_servers.value(id)); }
    // Where it is among those used last.
    QModelIndex findRecent(const QString& id) const;
    // The topmost server; invalid: there is none.
    QModelIndex first() const;

    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                         const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;
    // What was dragged has moved in the book already, and views remove what they take for its old place.
    bool removeRows(int /*row*/, int /*count*/, const QModelIndex& /*parent*/) override { return false; }

private:
    void rebuild();
    void fill();
    void addRecent();
    bool matches(const ServerProfile& profile) const;
    QStandardItem* folderItem(const QString& folder);
    QString serverAt(const QModelIndex& parent, int row) const;

    ConnectionBook& m_book;
    QStringList m_words;
    QHash<QString, QStandardItem*> m_folders;
    QHash<QString, QStandardItem*> m_servers;
};

} // namespace signalbox::model
