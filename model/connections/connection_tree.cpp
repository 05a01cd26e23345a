#include "model/connections/connection_tree.h"

#include <QMimeData>

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

const QString kServer = u"application/x-signalbox-server"_s; // its id

QStandardItem* newItem(const QString& text) {
    auto* item = new QStandardItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

QStandardItem* newServerItem(const ServerProfile& profile) {
    QStandardItem* item = newItem(profile.name);
    item->setData(profile.id, ConnectionTree::IdRole);
    item->setData(profile.folder, ConnectionTree::FolderRole);
    item->setData(static_cast<int>(profile.environment), ConnectionTree::EnvironmentRole);
    item->setData(profile.colour, ConnectionTree::ColourRole);
    item->setData(addressText(profile), ConnectionTree::AddressRole);
    item->setData(ConnectionTree::tr("%1, %2, at %3")
                      .arg(profile.name, environmentWord(profile.environment), addressText(profile)),
                  Qt::AccessibleTextRole);
    item->setToolTip(addressText(profile));
    return item;
}

bool isIn(const ServerProfile& profile, const QString& folder) {
    return (profile.folder + u'/').startsWith(folder + u'/');
}

QModelIndex firstServer(const QAbstractItemModel& tree, const QModelIndex& parent) {
    for (int row = 0; row < tree.rowCount(parent); ++row) {
        const QModelIndex at = tree.index(row, 0, parent);
        if (!at.data(ConnectionTree::IdRole).toString().isEmpty()) return at;
        if (const QModelIndex inside = firstServer(tree, at); inside.isValid()) return inside;
    }
    return {};
}

} // namespace

ConnectionTree::ConnectionTree(ConnectionBook& book, QObject* parent) : QStandardItemModel(parent), m_book(book) {
    connect(&book, &ConnectionBook::changed, this, &ConnectionTree::rebuild);
    connect(&book, &ConnectionBook::recentChanged, this, &ConnectionTree::rebuild);
    rebuild();
}

void ConnectionTree::setFilter(const QString& text) {
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words) return;
    m_words = words;
    rebuild();
}

QModelIndex ConnectionTree::findRecent(const QString& id) const {
    const QModelIndex top = index(0, 0);
    if (id.isEmpty() || !top.data(IsRecentRole).toBool()) return {};
    const QModelIndexList found = match(index(0, 0, top), IdRole, id, 1, Qt::MatchExactly);
    return found.value(0);
}

QModelIndex ConnectionTree::first() const {
    return firstServer(*this, {});
}

// A few hundred rows: to make them anew is cheaper than to find out what has moved.
void ConnectionTree::rebuild() {
    beginResetModel();
    {
        const QSignalBlocker quiet(this); // whoever listens looks at it once it is whole
        clear();
        fill();
    }
    endResetModel();
}

void ConnectionTree::fill() {
    m_folders.clear();
    m_servers.clear();
    QList<const ServerProfile*> shown;
    for (const ServerProfile& profile : m_book.profiles())
        if (matches(profile)) shown.append(&profile);
    addRecent();
    for (const QString& folder : m_book.folders())
        if (!isFiltered() || std::ranges::any_of(shown, [&](const auto* each) { return isIn(*each, folder); }))
            folderItem(folder);
    for (const ServerProfile* profile : shown) {
        QStandardItem* item = newServerItem(*profile);
        item->setDragEnabled(!isFiltered());
        folderItem(profile->folder)->appendRow(item);
        m_servers.insert(profile->id, item);
    }
    invisibleRootItem()->setFlags(isFiltered() ? Qt::NoItemFlags : Qt::ItemIsDropEnabled);
}

void ConnectionTree::addRecent() {
    const QStringList recent = m_book.recent().first(std::min(m_book.recent().size(), kMostShown));
    if (isFiltered() || recent.isEmpty()) return;
    QStandardItem* group = newItem(tr("Recent"));
    group->setData(true, IsRecentRole);
    group->setData(tr("Recent servers"), Qt::AccessibleTextRole);
    for (const QString& id : recent) {
        QStandardItem* item = newServerItem(*m_book.find(id));
        item->setData(true, IsRecentRole);
        group->appendRow(item);
    }
    appendRow(group);
}

bool ConnectionTree::matches(const ServerProfile& profile) const {
    const QString text = profile.name + u'\n' + addressText(profile) + u'\n' + profile.folder;
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

// The root for no folder at all.
QStandardItem* ConnectionTree::folderItem(const QString& folder) {
    if (folder.isEmpty()) return invisibleRootItem();
    if (QStandardItem* known = m_folders.value(folder)) return known;
    const qsizetype slash = folder.lastIndexOf(u'/');
    QStandardItem* item = newItem(folder.mid(slash + 1));
    item->setData(folder, FolderRole);
    item->setData(tr("Folder %1").arg(folder), Qt::AccessibleTextRole);
    item->setDropEnabled(!isFiltered());
    folderItem(slash < 0 ? QString() : folder.left(slash))->appendRow(item);
    m_folders.insert(folder, item);
    return item;
}

QStringList ConnectionTree::mimeTypes() const {
    return {kServer};
}

QMimeData* ConnectionTree::mimeData(const QModelIndexList& indexes) const {
    if (indexes.isEmpty()) return nullptr;
    auto* data = new QMimeData;
    data->setData(kServer, indexes.first().data(IdRole).toString().toUtf8());
    return data;
}

bool ConnectionTree::canDropMimeData(const QMimeData* data, Qt::DropAction action, int /*row*/, int /*column*/,
                                     const QModelIndex& parent) const {
    return action == Qt::MoveAction && data->hasFormat(kServer) && flags(parent).testFlag(Qt::ItemIsDropEnabled);
}

// Folders stand first: between them is before the first server.
bool ConnectionTree::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                  const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent)) return false;
    const QString id = QString::fromUtf8(data->data(kServer));
    const QString before = serverAt(parent, row);
    if (id == before || !m_book.find(id)) return false;
    m_book.move(id, parent.data(FolderRole).toString(), before);
    return true;
}

// Returns: the one that is there, or the next below; empty: there is none, or no row is meant.
QString ConnectionTree::serverAt(const QModelIndex& parent, int row) const {
    for (int at = row; at >= 0 && at < rowCount(parent); ++at) {
        const QString id = index(at, 0, parent).data(IdRole).toString();
        if (!id.isEmpty()) return id;
    }
    return {};
}

} // namespace signalbox::model
