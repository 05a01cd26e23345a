#include "model/data/data_model.h"

#include "model/parameters/argument_text.h"

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

struct DataModel::Node {
    std::string name; // member name, or the number of the element
    std::string pointer;
    Json value; // of a container: only its kind, the rows below hold the rest
    std::size_t size = 0;
    bool isChanged = false;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    int row() const {
        const auto isThis = [this](const std::unique_ptr<Node>& node) { return node.get() == this; };
        return static_cast<int>(std::ranges::find_if(parent->children, isThis) - parent->children.begin());
    }
};

namespace {

// RFC 6901: ~ and / are escaped in a pointer.
std::string escaped(const std::string& name) {
    std::string result;
    for (const char letter : name) {
        if (letter == '~')
            result += "~0";
        else if (letter == '/')
            result += "~1";
        else
            result += letter;
    }
    return result;
}

// The names of the rows below `json`, in the order of the rows.
std::vector<std::string> childNames(const Json& json) {
    std::vector<std::string> names;
    if (json.is_object())
        for (const auto& [name, value] : json.items())
            names.push_back(name);
    if (json.is_array())
        for (std::size_t i = 0; i < json.size(); ++i)
            names.push_back(std::to_string(i));
    return names;
}

const Json& child(const Json& json, const std::string& name) {
    return json.is_array() ? json.at(std::stoul(name)) : json.at(name);
}

Json shallow(const Json& json) {
    if (json.is_object()) return Json::object();
    if (json.is_array()) return Json::array();
    return json;
}

bool isWithin(const std::string& pointer, const std::string& changed) {
    return pointer == changed || pointer.starts_with(changed + '/');
}

} // namespace

DataModel::DataModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {
    m_root->value = Json::object();
}

DataModel::~DataModel() = default;

const DataModel::Node& DataModel::node(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<const Node*>(index.constInternalPointer()) : *m_root;
}

QModelIndex DataModel::indexOf(const Node& node, int column) const {
    return &node == m_root.get() ? QModelIndex() : createIndex(node.row(), column, &node);
}

QModelIndex DataModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, node(parent).children[static_cast<std::size_t>(row)].get());
}

QModelIndex DataModel::parent(const QModelIndex& index) const {
    return index.isValid() ? indexOf(*node(index).parent, NameColumn) : QModelIndex();
}

int DataModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int DataModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QVariant DataModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Node& item = node(index);
    if (role == IdRole) return QString::fromStdString(item.pointer);
    if (role == IsChangedRole) return item.isChanged;
    if (role == IsContainerRole) return item.value.is_structured();
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole) return {};
    if (index.column() == NameColumn) return QString::fromStdString(item.name);
    if (index.column() == TypeColumn) return QString::fromUtf8(item.value.type_name());
    if (item.value.is_object()) return tr("%n member(s)", nullptr, static_cast<int>(item.size));
    if (item.value.is_array()) return tr("%n element(s)", nullptr, static_cast<int>(item.size));
    return item.value.is_null() ? u"null"_s : argumentText(item.value);
}

QVariant DataModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    if (section == NameColumn) return tr("Name");
    return section == ValueColumn ? tr("Value") : tr("Type");
}

QHash<int, QByteArray> DataModel::roleNames() const {
    return {{Qt::DisplayRole, "display"},
            {SortRole, "sort"},
            {IdRole, "id"},
            {IsChangedRole, "isChanged"},
            {IsContainerRole, "isContainer"}};
}

void DataModel::setJson(const Json& json, const std::vector<std::string>& changed) {
    m_json = json.is_null() ? Json::object() : json;
    merge(*m_root, m_json);
    mark(*m_root, changed);
    Q_EMIT jsonChanged();
}

QString DataModel::text() const {
    return QString::fromStdString(m_json.dump(2));
}

void DataModel::merge(Node& node, const Json& json) {
    removeMissing(node, json);
    const bool isOther = node.value != shallow(json) || node.size != json.size();
    node.value = shallow(json);
    node.size = json.size();
    if (isOther && &node != m_root.get()) Q_EMIT dataChanged(indexOf(node, NameColumn), indexOf(node, TypeColumn));
    for (const std::unique_ptr<Node>& known : node.children)
        merge(*known, child(json, known->name));
    insertNew(node, json);
}

void DataModel::removeMissing(Node& node, const Json& json) {
    const std::vector<std::string> names =
        json.type() == node.value.type() ? childNames(json) : std::vector<std::string>{};
    for (std::size_t row = node.children.size(); row-- > 0;) {
        if (std::ranges::find(names, node.children[row]->name) != names.end()) continue;
        beginRemoveRows(indexOf(node, NameColumn), static_cast<int>(row), static_cast<int>(row));
        node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(row));
        endRemoveRows();
    }
}

void DataModel::insertNew(Node& node, const Json& json) {
    const std::vector<std::string> names = childNames(json);
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (row < node.children.size() && node.children[row]->name == names[row]) continue;
        auto added = std::make_unique<Node>();
        added->name = names[row];
        added->pointer = node.pointer + '/' + escaped(names[row]);
        added->parent = &node;
        fill(*added, child(json, names[row]));
        beginInsertRows(indexOf(node, NameColumn), static_cast<int>(row), static_cast<int>(row));
        node.children.insert(node.children.begin() + static_cast<std::ptrdiff_t>(row), std::move(added));
        endInsertRows();
    }
}

void DataModel::fill(Node& node, const Json& json) {
    node.value = shallow(json);
    node.size = json.size();
    for (const std::string& name : childNames(json)) {
        auto added = std::make_unique<Node>();
        added->name = name;
        added->pointer = node.pointer + '/' + escaped(name);
        added->parent = &node;
        fill(*added, child(json, name));
        node.children.push_back(std::move(added));
    }
}

void DataModel::mark(Node& node, const std::vector<std::string>& changed) {
    const bool isChanged =
        std::ranges::any_of(changed, [&node](const std::string& pointer) { return isWithin(node.pointer, pointer); });
    if (isChanged != node.isChanged && &node != m_root.get()) {
        node.isChanged = isChanged;
        Q_EMIT dataChanged(indexOf(node, NameColumn), indexOf(node, TypeColumn), {IsChangedRole});
    }
    for (const std::unique_ptr<Node>& below : node.children)
        mark(*below, changed);
}

} // namespace signalbox::model
