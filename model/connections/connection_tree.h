#pragma once

#include <QHash>
#include <QStandardItemModel>

#include "model/connections/connection_book.h"

namespace signalbox::model {

// The servers of a book as a tree: folders by name first, then servers in their order; recent ones are not repeated.
class ConnectionTree final : public QStandardItemModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, // QString; empty for a folder
        FolderRole,                // QString: of a folder, or the one that a server is in
        EnvironmentRole,           // int of Environment
        ColourRole,                // QString: its own; may be empty
        AddressRole,               // QString
    };

    explicit ConnectionTree(ConnectionBook& book, QObject* parent = nullptr);

    // Returns: invalid when it is not there.
    QModelIndex find(const QString& id) const { return indexFromItem(m_servers.value(id)); }

private:
    void rebuild();
    QStandardItem* folderItem(const QString& folder);

    ConnectionBook& m_book;
    QHash<QString, QStandardItem*> m_folders;
    QHash<QString, QStandardItem*> m_servers;
};

} // namespace signalbox::model
