#include "model/connections/connection_tree.h"

namespace signalbox::model {

ConnectionTree::ConnectionTree(ConnectionBook& book, QObject* parent) : QStandardItemModel(parent), m_book(book) {
    connect(&book, &ConnectionBook::changed, this, &ConnectionTree::rebuild);
    rebuild();
}

// A handful of rows: to make them anew is cheaper than to find out what has moved.
void ConnectionTree::rebuild() {
    clear();
    m_folders.clear();
    m_servers.clear();
    for (const QString& folder : m_book.folders())
        folderItem(folder);
    for (const ServerProfile& profile : m_book.profiles()) {
        auto* item = new QStandardItem(profile.name);
        item->setEditable(false);
        item->setData(profile.id, IdRole);
        item->setData(profile.folder, FolderRole);
        item->setData(static_cast<int>(profile.environment), EnvironmentRole);
        item->setData(profile.colour, ColourRole);
        item->setData(addressText(profile), AddressRole);
        item->setData(tr("%1, %2, at %3").arg(profile.name, environmentWord(profile.environment), addressText(profile)),
                      Qt::AccessibleTextRole);
        item->setToolTip(addressText(profile));
        folderItem(profile.folder)->appendRow(item);
        m_servers.insert(profile.id, item);
    }
}

// The root for no folder at all.
QStandardItem* ConnectionTree::folderItem(const QString& folder) {
    if (folder.isEmpty()) return invisibleRootItem();
    if (QStandardItem* known = m_folders.value(folder)) return known;
    const qsizetype slash = folder.lastIndexOf(QLatin1Char('/'));
    auto* item = new QStandardItem(folder.mid(slash + 1));
    item->setEditable(false);
    item->setData(folder, FolderRole);
    folderItem(slash < 0 ? QString() : folder.left(slash))->appendRow(item);
    m_folders.insert(folder, item);
    return item;
}

} // namespace signalbox::model
