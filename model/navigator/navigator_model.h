#pragma once

#include <QAbstractItemModel>
#include <QElapsedTimer>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/workflow_list.h"
#include "engine/workflow_values.h"
#include "model/navigator/saved_views.h"
#include "model/workflows/workflow_filter.h"

#include <array>
#include <optional>
#include <vector>

namespace signalbox::model {

class Connection;

// Where an operator can go: servers, definitions and views, each with its number of workflows, in three sections.
//
// Counts come from the service as the list's do and follow changes about twice a second while live.
class NavigatorModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum class Section { Servers, Workflows, Views };
    enum class Kind { Section, Server, Definition, BuiltInView, SavedView };
    Q_ENUM(Kind)
    enum Role {
        KindRole = Qt::UserRole + 1, // int of Kind
        DetailRole,                  // QString beside the text: "v3"; may be empty
        CountRole,                   // qulonglong; invalid while not known
        IsLiveRole,                  // bool, servers only
    };

    NavigatorModel(Connection& connection, const Clock& clock, QSettings& settings, QObject* parent = nullptr);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    // Renames a saved view.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    // Returns: what the list shows for `index`; none for a section.
    std::optional<WorkflowFilter> filterAt(const QModelIndex& index) const;
    // Returns: the entry that shows exactly `filter`; invalid when there is none. Views come before definitions.
    QModelIndex find(const WorkflowFilter& filter) const;

    // Saves under `name`, replacing a view of that name.
    void saveView(const QString& name, const WorkflowFilter& filter);
    void removeView(const QModelIndex& index);

private:
    struct Item {
        Kind kind = Kind::BuiltInView;
        QString text;
        QString detail;
        WorkflowFilter filter;
        std::optional<std::uint64_t> count;
    };

    static constexpr int kSectionCount = 3;
    std::vector<Item>& items(Section section) { return m_items[static_cast<std::size_t>(section)]; }
    const std::vector<Item>& items(Section section) const { return m_items[static_cast<std::size_t>(section)]; }
    const Item* itemAt(const QModelIndex& index) const;
    QModelIndex sectionIndex(Section section) const;
    void replace(Section section, std::vector<Item> next);
    std::vector<Item> viewItems() const;
    std::vector<Item> definitionItems() const;
    void scheduleCount();
    void requestCounts();
    void requestViewCount(int row);
    void showTotals(const ListReply& reply);
    void setCount(Section section, int row, std::uint64_t count);

    Connection& m_connection;
    const Clock& m_clock;
    SavedViews m_savedViews;
    std::array<std::vector<Item>, kSectionCount> m_items;
    QTimer m_countTimer;
};

} // namespace signalbox::model
