#include "model/navigator/navigator_model.h"

#include <QLocale>

#include "model/connection/connection.h"
#include "model/connection/server_roster.h"
#include "model/workflows/filter_text.h"

#include <algorithm>
#include <iterator>

namespace signalbox::model {

using namespace std::chrono_literals;

namespace {

constexpr auto kCountInterval = 500ms;
constexpr auto kRecent = 1h;

// Views that move with time or with the operator are counted by a query of their own; "All" comes with the totals.
constexpr int kAllRow = 0;

} // namespace

NavigatorModel::NavigatorModel(Connection& connection, const Clock& clock, QSettings& settings, const QString& group)
    : m_connection(connection)
    , m_clock(clock)
    , m_savedViews(settings, group) {
    items(Section::Servers) = serverItems();
    items(Section::Workflows) = definitionItems();
    items(Section::Views) = viewItems();
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(kCountInterval);
    connect(&m_countTimer, &QTimer::timeout, this, &NavigatorModel::requestCounts);
    connect(&connection, &Connection::definitionsLoaded, this, [this] {
        replace(Section::Workflows, definitionItems());
        requestCounts();
    });
    connect(&connection, &Connection::changesArrived, this, &NavigatorModel::scheduleCount);
    connect(&connection, &Connection::effectsChanged, this, &NavigatorModel::scheduleCount);
    connect(&connection, &Connection::resumed, this, &NavigatorModel::scheduleCount);
    connect(&connection, &Connection::operatorNameChanged, this, &NavigatorModel::requestCounts);
    connect(&connection, &Connection::titleChanged, this, &NavigatorModel::showServers);
    const auto showLive = [this] {
        const QModelIndex parent = sectionIndex(Section::Servers);
        const int count = rowCount(parent);
        if (count > 0) Q_EMIT dataChanged(index(0, 0, parent), index(count - 1, 0, parent), {IsLiveRole});
    };
    connect(&connection, &Connection::liveChanged, this, showLive);
    connect(&connection, &Connection::accessChanged, this, showLive);
    requestCounts();
}

void NavigatorModel::setServers(const ServerRoster& roster) {
    m_roster = &roster;
    connect(&roster, &ServerRoster::changed, this, &NavigatorModel::showServers);
    showServers();
}

// The one of the window, or all of a window over several; then those that have others.
std::vector<NavigatorModel::Item> NavigatorModel::serverItems() const {
    const bool isOfMany = m_connection.servers() != nullptr;
    std::vector<Item> made;
    const bool isListed = m_roster && m_roster->find(m_connection.name());
    if (!isOfMany && !isListed)
        made.push_back({.kind = Kind::Server, .text = m_connection.title(), .detail = {}, .content = {}, .count = {}});
    if (!m_roster) return made;
    for (const ServerRoster::Server& server : m_roster->servers()) {
        Item item{.kind = Kind::Server, .text = server.title, .detail = {}, .content = {}, .count = {}};
        item.state = static_cast<int>(server.state);
        item.detail = server.stateText;
        if (isOfMany) item.content.filter.server = server.name.toStdString();
        if (!isOfMany && server.name != m_connection.name()) item.key = server.key;
        made.push_back(std::move(item));
    }
    return made;
}

void NavigatorModel::showServers() {
    replace(Section::Servers, serverItems());
    scheduleCount();
}

QModelIndex NavigatorModel::sectionIndex(Section section) const {
    return createIndex(static_cast<int>(section), 0, quintptr{0});
}

// The internal id of an entry is its section's number plus one, that of a section 0.
QModelIndex NavigatorModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    if (!parent.isValid()) return createIndex(row, column, quintptr{0});
    return createIndex(row, column, static_cast<quintptr>(parent.row()) + 1);
}

QModelIndex NavigatorModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0) return {};
    return sectionIndex(static_cast<Section>(child.internalId() - 1));
}

int NavigatorModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return kSectionCount;
    if (parent.internalId() != 0 || parent.column() != 0) return 0;
    return static_cast<int>(items(static_cast<Section>(parent.row())).size());
}

int NavigatorModel::columnCount(const QModelIndex&) const {
    return 1;
}

const NavigatorModel::Item* NavigatorModel::itemAt(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0) return nullptr;
    const std::vector<Item>& section = items(static_cast<Section>(index.internalId() - 1));
    const auto row = static_cast<std::size_t>(index.row());
    return row < section.size() ? &section[row] : nullptr;
}

QVariant NavigatorModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Item* item = itemAt(index);
    if (!item) {
        const std::array titles{tr("Servers"), tr("Workflows"), tr("Views")};
        if (role == Qt::DisplayRole) return titles[static_cast<std::size_t>(index.row())];
        return role == KindRole ? QVariant{static_cast<int>(Kind::Section)} : QVariant{};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return item->text;
    case Qt::AccessibleTextRole:
        return item->count ? tr("%1: %2").arg(item->text, QLocale().toString(qulonglong{*item->count})) : item->text;
    case Qt::ToolTipRole:
        return item->kind == Kind::SavedView ? QVariant{filterText(item->content.filter, {})} : QVariant{};
    case KindRole:
        return static_cast<int>(item->kind);
    case DetailRole:
        return item->detail;
    case CountRole:
        return item->count ? QVariant{qulonglong{*item->count}} : QVariant{};
    case AttentionRole:
        return static_cast<int>(item->count.value_or(0) > 0 ? item->attention : Attention::None);
    case IsLiveRole:
        if (item->kind != Kind::Server) return {};
        if (item->state != static_cast<int>(ServerRoster::State::Live)) return false;
        return !item->key.isEmpty() || (m_connection.isLive() && !m_connection.access().awaySince);
    case ServerStateRole:
        return item->kind == Kind::Server ? QVariant{item->state} : QVariant{};
    case ServerKeyRole:
        return item->kind == Kind::Server ? QVariant{item->key} : QVariant{};
    default:
        return {};
    }
}

bool NavigatorModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const Item* item = itemAt(index);
    if (!item || role != Qt::EditRole || item->kind != Kind::SavedView) return false;
    if (!isGoodName(value.toString()) || !m_savedViews.rename(item->text, value.toString().trimmed())) return false;
    items(Section::Views)[static_cast<std::size_t>(index.row())].text = value.toString().trimmed();
    Q_EMIT dataChanged(index, index);
    return true;
}

Qt::ItemFlags NavigatorModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const Item* item = itemAt(index);
    if (!item) return Qt::ItemIsEnabled;
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return item->kind == Kind::SavedView ? usual | Qt::ItemIsEditable : usual;
}

bool NavigatorModel::isElsewhere(const QModelIndex& index) const {
    const Item* item = itemAt(index);
    return item && !item->key.isEmpty();
}

std::optional<ViewContent> NavigatorModel::contentAt(const QModelIndex& index) const {
    const Item* item = itemAt(index);
    return item && item->key.isEmpty() ? std::optional(item->content) : std::nullopt;
}

QModelIndex NavigatorModel::view(int number) const {
    return index(number, 0, sectionIndex(Section::Views));
}

QModelIndex NavigatorModel::find(const WorkflowFilter& filter) const {
    const auto filterOf = [](const Item& item) -> const WorkflowFilter& { return item.content.filter; };
    for (const Section section : {Section::Views, Section::Workflows}) {
        const auto found = std::ranges::find(items(section), filter, filterOf);
        if (found == items(section).end()) continue;
        return index(static_cast<int>(found - items(section).begin()), 0, sectionIndex(section));
    }
    for (int row = 0; !filter.server.empty() && row < static_cast<int>(items(Section::Servers).size()); ++row)
        if (filterOf(items(Section::Servers)[static_cast<std::size_t>(row)]) == filter)
            return index(row, 0, sectionIndex(Section::Servers));
    return {};
}

bool NavigatorModel::hasView(const QString& name) const {
    return m_savedViews.contains(name);
}

bool NavigatorModel::isGoodName(const QString& name) const {
    const QString trimmed = name.trimmed();
    return !trimmed.isEmpty() && std::ranges::count(builtInViews(), trimmed, &Item::text) == 0;
}

void NavigatorModel::saveView(const QString& name, const ViewContent& content) {
    Q_ASSERT(isGoodName(name));
    m_savedViews.save({.name = name.trimmed(),
                       .filter = filterText(content.filter, {}),
                       .sort = content.sort ? sortText(*content.sort) : QString(),
                       .columns = columnsText(content.columns)});
    replace(Section::Views, viewItems());
    requestCounts();
}

void NavigatorModel::removeView(const QModelIndex& index) {
    const Item* item = itemAt(index);
    if (!item || item->kind != Kind::SavedView) return;
    m_savedViews.remove(item->text);
    replace(Section::Views, viewItems());
}

bool NavigatorModel::canMoveView(const QModelIndex& index, int step) const {
    const Item* item = itemAt(index);
    const Item* other = itemAt(index.siblingAtRow(index.row() + step));
    return item && other && item->kind == Kind::SavedView && other->kind == Kind::SavedView;
}

void NavigatorModel::moveView(const QModelIndex& index, int step) {
    if (!canMoveView(index, step)) return;
    const int upper = std::min(index.row(), index.row() + step);
    const QModelIndex parent = sectionIndex(Section::Views);
    // One down is the other one up.
    beginMoveRows(parent, upper + 1, upper + 1, parent, upper);
    std::vector<Item>& views = items(Section::Views);
    const auto at = static_cast<std::size_t>(upper);
    std::swap(views[at], views[at + 1]);
    m_savedViews.move(views[at].text, views[at + 1].text);
    endMoveRows();
}

std::vector<NavigatorModel::Item> NavigatorModel::builtInViews() {
    std::vector<Item> views = usualViews();
    std::ranges::move(attentionViews(), std::back_inserter(views));
    return views;
}

std::vector<NavigatorModel::Item> NavigatorModel::usualViews() {
    ViewContent active;
    active.filter.fixed.statuses = {WorkflowStatus::Active};
    ViewContent mine;
    mine.filter.isMine = true;
    ViewContent recent{.filter = {}, .sort = ListSort{.key = SortKey::ByUpdated, .descending = true}, .columns = {}};
    recent.filter.updated.under = kRecent;
    return {builtIn(tr("All"), {}), builtIn(tr("Active"), active), builtIn(tr("Assigned to me"), mine),
            builtIn(tr("Recently changed"), recent)};
}

// Those that need somebody. Ordered by what is most urgent.
std::vector<NavigatorModel::Item> NavigatorModel::attentionViews() {
    ViewContent failed{.filter = {}, .sort = ListSort{.key = SortKey::ByUpdated, .descending = true}, .columns = {}};
    failed.filter.fixed.hasFailedEffects = true;
    ViewContent timers{.filter = {}, .sort = ListSort{.key = SortKey::ByNextTimer, .descending = false}, .columns = {}};
    timers.filter.isTimerToday = true;
    using Column = WorkflowListModel::Column;
    timers.columns.shown = {{Column::Residency, 28}, {Column::Id, 104},      {Column::Definition, 68},
                            {Column::State, 140},    {Column::Assignee, 92}, {Column::NextTimer, 96}};
    ViewContent stuck{.filter = {}, .sort = ListSort{.key = SortKey::ByStateSince, .descending = false}, .columns = {}};
    stuck.filter.fixed.isOverdue = true;
    return {builtIn(tr("Stuck over limit"), stuck, Attention::Warn),
            builtIn(tr("Failed effects"), failed, Attention::Stop), builtIn(tr("Timers due today"), timers)};
}

NavigatorModel::Item NavigatorModel::builtIn(const QString& text, const ViewContent& content, Attention attention) {
    return {
        .kind = Kind::BuiltInView, .text = text, .detail = {}, .content = content, .count = {}, .attention = attention};
}

std::vector<NavigatorModel::Item> NavigatorModel::viewItems() const {
    std::vector<Item> made = builtInViews();
    for (const SavedView& view : m_savedViews.views()) {
        const ParsedFilter parsed = parseFilter(view.filter, {});
        if (parsed.problem) continue; // written by a newer version: kept in the settings, not shown
        const ViewContent content{
            .filter = parsed.filter, .sort = parseSort(view.sort), .columns = parseColumns(view.columns)};
        made.push_back({.kind = Kind::SavedView, .text = view.name, .detail = {}, .content = content, .count = {}});
    }
    return made;
}

std::vector<NavigatorModel::Item> NavigatorModel::definitionItems() const {
    std::vector<Item> made;
    for (const Definition& definition : m_connection.definitionList()) {
        const QString name = QString::fromStdString(definition.structure.name);
        // By name, then version: the newest of a name comes last.
        if (made.empty() || made.back().text != name)
            made.push_back({.kind = Kind::Definition, .text = name, .detail = {}, .content = {}, .count = 0});
        made.back().content.filter.fixed.definition = definition.structure.name;
        made.back().detail = tr("v%1").arg(definition.structure.version);
    }
    return made;
}

// Keeps the entries that stay, with their selection and count, by their text.
void NavigatorModel::replace(Section section, std::vector<Item> next) {
    std::vector<Item>& now = items(section);
    const QModelIndex parent = sectionIndex(section);
    const auto isIn = [](const std::vector<Item>& in, const QString& text) {
        return std::ranges::count(in, text, &Item::text) > 0;
    };
    for (int row = static_cast<int>(now.size()) - 1; row >= 0; --row) {
        if (isIn(next, now[static_cast<std::size_t>(row)].text)) continue;
        beginRemoveRows(parent, row, row);
        now.erase(now.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(next.size()); ++row) {
        Item& item = next[static_cast<std::size_t>(row)];
        const bool isHere = row < static_cast<int>(now.size()) && now[static_cast<std::size_t>(row)].text == item.text;
        if (isHere) {
            item.count = now[static_cast<std::size_t>(row)].count;
            now[static_cast<std::size_t>(row)] = std::move(item);
            Q_EMIT dataChanged(index(row, 0, parent), index(row, 0, parent));
            continue;
        }
        beginInsertRows(parent, row, row);
        now.insert(now.begin() + row, std::move(item));
        endInsertRows();
    }
}

void NavigatorModel::scheduleCount() {
    if (!m_countTimer.isActive()) m_countTimer.start();
}

void NavigatorModel::requestCounts() {
    ListRequest totals;
    totals.limit = 0;
    m_connection.list(std::move(totals), this, [this](const Result<ListReply>& reply) {
        if (reply) showTotals(*reply);
    });
    for (int row = kAllRow + 1; row < static_cast<int>(items(Section::Views).size()); ++row)
        requestViewCount(row);
    for (int row = 0; m_connection.servers() && row < static_cast<int>(items(Section::Servers).size()); ++row)
        requestServerCount(row);
}

void NavigatorModel::requestServerCount(int row) {
    const Item& server = items(Section::Servers)[static_cast<std::size_t>(row)];
    ListRequest counted;
    counted.filter = resolve(server.content.filter, m_clock.now(), {});
    counted.limit = 0;
    m_connection.list(std::move(counted), this, [this, row, text = server.text](const Result<ListReply>& reply) {
        const std::vector<Item>& servers = items(Section::Servers);
        const bool isStillThere =
            row < static_cast<int>(servers.size()) && servers[static_cast<std::size_t>(row)].text == text;
        if (reply && isStillThere) setCount(Section::Servers, row, reply->total);
    });
}

void NavigatorModel::requestViewCount(int row) {
    const Item& view = items(Section::Views)[static_cast<std::size_t>(row)];
    ListRequest counted;
    counted.filter = resolve(view.content.filter, m_clock.now(), m_connection.operatorName().toStdString());
    counted.limit = 0;
    m_connection.list(std::move(counted), this, [this, row, text = view.text](const Result<ListReply>& reply) {
        const std::vector<Item>& views = items(Section::Views);
        const bool isStillThere =
            row < static_cast<int>(views.size()) && views[static_cast<std::size_t>(row)].text == text;
        if (reply && isStillThere) setCount(Section::Views, row, reply->total);
    });
}

void NavigatorModel::showTotals(const ListReply& reply) {
    const std::vector<Item>& servers = items(Section::Servers);
    for (int row = 0; !m_connection.servers() && row < static_cast<int>(servers.size()); ++row)
        if (servers[static_cast<std::size_t>(row)].key.isEmpty()) setCount(Section::Servers, row, reply.total);
    setCount(Section::Views, kAllRow, reply.total);
    const std::vector<Item>& definitions = items(Section::Workflows);
    for (int row = 0; row < static_cast<int>(definitions.size()); ++row) {
        std::uint64_t sum = 0;
        for (const StateCount& count : reply.stateCounts)
            if (count.definition == definitions[static_cast<std::size_t>(row)].content.filter.fixed.definition)
                sum += count.count;
        setCount(Section::Workflows, row, sum);
    }
}

void NavigatorModel::setCount(Section section, int row, std::uint64_t count) {
    Item& item = items(section)[static_cast<std::size_t>(row)];
    if (item.count == count) return;
    item.count = count;
    const QModelIndex at = index(row, 0, sectionIndex(section));
    Q_EMIT dataChanged(at, at, {CountRole, Qt::AccessibleTextRole});
}

} // namespace signalbox::model
