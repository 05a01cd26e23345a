#pragma once

#include <QAbstractItemModel>

#include "engine/base/json.h"

#include <memory>
#include <string>
#include <vector>

namespace signalbox::model {

// A workflow's data as a tree: one row per member of an object (by name) and per element of an array.
//
// setData() of a newer value changes the tree in place, so what is expanded and selected stays. Rows that the shown
// revision wrote are marked (IsChangedRole).
class DataModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, TypeColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole + 1,
        IdRole, // JSON pointer
        IsChangedRole,
        IsContainerRole,
    };

    explicit DataModel(QObject* parent = nullptr);
    ~DataModel() override;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    // Shows `json`; `changed` holds the JSON pointers that the shown revision wrote.
    void setJson(const Json& json, const std::vector<std::string>& changed = {});
    const Json& json() const { return m_json; }
    // Indented, for reading and copying.
    QString text() const;

Q_SIGNALS:
    void jsonChanged();

private:
    struct Node;

    const Node& node(const QModelIndex& index) const;
    QModelIndex indexOf(const Node& node, int column) const;
    void merge(Node& node, const Json& json);
    void removeMissing(Node& node, const Json& json);
    void insertNew(Node& node, const Json& json);
    void mark(Node& node, const std::vector<std::string>& changed);
    static void fill(Node& node, const Json& json);

    Json m_json;
    std::unique_ptr<Node> m_root;
};

} // namespace signalbox::model
