#include "model/inspector/open_tabs.h"

#include <QSettings>

#include "model/connection/connection.h"
#include "model/definition/display_name.h"
#include "model/workflows/state_tone.h"

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

OpenTabs::OpenTabs(Connection& connection, QSettings& settings, const QString& group)
    : m_connection(connection)
    , m_settings(settings)
    , m_key(group + u"/tabs"_s) {
    connect(&connection, &Connection::changesArrived, this, &OpenTabs::onChanges);
    connect(&connection, &Connection::resumed, this, &OpenTabs::readAll);
    connect(&connection, &Connection::definitionsLoaded, this, [this] { readAll(); });
    for (const QString& id : m_settings.value(m_key).toStringList())
        if (!id.isEmpty() && rowOf(id.toStdString()) < 0) m_tabs.push_back({.id = id.toStdString()});
    readAll();
}

int OpenTabs::open(const QString& id) {
    if (const int known = rowOf(id.toStdString()); known >= 0) return known;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_tabs.push_back({.id = id.toStdString()});
    endInsertRows();
    keep();
    read(id.toStdString());
    return row;
}

void OpenTabs::close(int row) {
    beginRemoveRows({}, row, row);
    m_tabs.erase(m_tabs.begin() + row);
    endRemoveRows();
    keep();
}

void OpenTabs::move(int from, int to) {
    if (from == to) return;
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    const auto first = m_tabs.begin() + std::min(from, to);
    const auto last = m_tabs.begin() + std::max(from, to) + 1;
    std::rotate(first, from < to ? first + 1 : last - 1, last);
    endMoveRows();
    keep();
}

QString OpenTabs::idAt(int row) const {
    return QString::fromStdString(m_tabs[static_cast<std::size_t>(row)].id);
}

int OpenTabs::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_tabs.size());
}

QVariant OpenTabs::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Tab& tab = m_tabs[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case IdRole:
        return QString::fromStdString(tab.id);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return summary(tab);
    case StateRole:
        return tab.state;
    case ToneRole:
        if (tab.isDeleted) return static_cast<int>(StateTone::Ended);
        return tab.row ? QVariant{static_cast<int>(stateTone(tab.row->status, !tab.row->assignee.empty()))}
                       : QVariant{};
    default:
        return {};
    }
}

QString OpenTabs::summary(const Tab& tab) const {
    const QString id = QString::fromStdString(tab.id);
    if (tab.isDeleted || tab.state.isEmpty()) return tab.isDeleted ? tr("%1: deleted").arg(id) : id;
    const QString assignee = QString::fromStdString(tab.row->assignee);
    return assignee.isEmpty() ? tr("%1: %2").arg(id, tab.state) : tr("%1: %2, %3").arg(id, tab.state, assignee);
}

void OpenTabs::readAll(const QString& server) {
    for (const Tab& tab : m_tabs)
        if (m_connection.isOn(server, tab.id)) read(tab.id);
}

void OpenTabs::read(const std::string& id) {
    m_connection.get({.id = id, .atRevision = {}}, this,
                     [this, id](const Result<Workflow>& answer) { onRead(id, answer); });
}

void OpenTabs::onRead(const std::string& id, const Result<Workflow>& answer) {
    const int row = rowOf(id);
    if (row < 0) return;
    Tab& tab = m_tabs[static_cast<std::size_t>(row)];
    if (!answer) {
        if (answer.error().code != ErrorCode::NotFound) return;
        if (!tab.row) return close(row);
        tab.isDeleted = true;
    } else {
        const Definition* definition = m_connection.findDefinition(answer->definitionHash);
        tab.row = answer->row;
        tab.isDeleted = false;
        tab.state = definition ? stateText(definition->structure, answer->row.state)
                               : QString::fromStdString(answer->row.state);
    }
    Q_EMIT dataChanged(index(row), index(row));
}

void OpenTabs::onChanges(const std::vector<Change>& changes) {
    for (const Tab& tab : m_tabs)
        if (std::ranges::count(changes, tab.id, &Change::id) > 0) read(tab.id);
}

void OpenTabs::keep() {
    QStringList ids;
    for (const Tab& tab : m_tabs)
        ids.append(QString::fromStdString(tab.id));
    m_settings.setValue(m_key, ids);
}

int OpenTabs::rowOf(const std::string& id) const {
    const auto found = std::ranges::find(m_tabs, id, &Tab::id);
    return found == m_tabs.end() ? -1 : static_cast<int>(found - m_tabs.begin());
}

} // namespace signalbox::model
