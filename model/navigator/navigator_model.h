#pragma once

#include <QAbstractItemModel>
#include <QElapsedTimer>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/workflow_list.h"
#include "engine/workflow_values.h"
#include "model/navigator/saved_views.h"
#include "model/workflows/view_content.h"

#include <array>
#include <optional>
#include <vector>

namespace signalbox::model {

class Connection;
class ServerRoster;

// Where an operator can go: servers, definitions and views, each with its number of workflows, in three sections.
//
// A window over several servers has an entry for each, which shows its workflows alone. A window over one has an entry
// for each that is connected, too: the others stand for their windows (isElsewhere()).
//
// Counts come from the service as the list's do and follow changes about twice a second while live.
class NavigatorModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum class Section { Servers, Workflows, Views };
    enum class Kind { Section, Server, Definition, BuiltInView, SavedView };
    Q_ENUM(Kind)
    enum class Attention { None, Warn, Stop };
    Q_ENUM(Attention)
    enum Role {
        KindRole = Qt::UserRole + 1, // int of Kind
        DetailRole,                  // QString beside the text: "v3"; may be empty
        CountRole,                   // qulonglong; invalid while not known
        IsLiveRole,                  // bool, servers only
        ServerStateRole,             // int of ServerRoster::State, servers only
        ServerKeyRole,               // QString, servers only; empty: the one of the window
        AttentionRole,               // int of Attention: what its count calls for, if it is not 0
    };

    // Saved views are kept in `settings` under `group`: the connection's.
    NavigatorModel(Connection& connection, const Clock& clock, QSettings& settings, const QString& group);

    // Shows the servers of `roster`.  Lifetime: it outlives the model.
    void setServers(const ServerRoster& roster);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    // Renames a saved view.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    // Whether `index` is a server with a window of its own, which is not this one.
    bool isElsewhere(const QModelIndex& index) const;
    // Returns: what the list shows for `index`; none for a section, and for what is elsewhere.
    std::optional<ViewContent> contentAt(const QModelIndex& index) const;
    // Returns: the view number `number`, from 0, in the order shown; invalid when there are not so many.
    QModelIndex view(int number) const;
    // Returns: the entry that shows exactly `filter`; invalid when there is none. Views come before definitions.
    QModelIndex find(const WorkflowFilter& filter) const;

    bool hasView(const QString& name) const;
    // Returns: whether `name` may be given to a new view: not empty, and not that of a built-in one.
    bool isGoodName(const QString& name) const;
    // Saves under `name`, replacing a saved view of that name.  Requires: isGoodName(name).
    void saveView(const QString& name, const ViewContent& content);
    // Requires of both: a saved view.
    void removeView(const QModelIndex& index);
    void moveView(const QModelIndex& index, int step);
    // Returns: whether `index` is a saved view with another one beside it, above (-1) or below (1).
    bool canMoveView(const QModelIndex& index, int step) const;

private:
    struct Item {
        Kind kind = Kind::BuiltInView;
        QString text;
        QString detail;
        ViewContent content;
        std::optional<std::uint64_t> count;
        Attention attention = Attention::None;
        QString key = {}; // of a server
        int state = 0;    // of ServerRoster::State
    };

    static constexpr int kSectionCount = 3;
    std::vector<Item>& items(Section section) { return m_items[static_cast<std::size_t>(section)]; }
    const std::vector<Item>& items(Section section) const { return m_items[static_cast<std::size_t>(section)]; }
    const Item* itemAt(const QModelIndex& index) const;
    QModelIndex sectionIndex(Section section) const;
    void replace(Section section, std::vector<Item> next);
    static std::vector<Item> builtInViews();
    static std::vector<Item> usualViews();
    static std::vector<Item> attentionViews();
    static Item builtIn(const QString& text, const ViewContent& content, Attention attention = Attention::None);
    std::vector<Item> viewItems() const;
    std::vector<Item> definitionItems() const;
    std::vector<Item> serverItems() const;
    void showServers();
    void requestServerCount(int row);
    void scheduleCount();
    void requestCounts();
    void requestViewCount(int row);
    void showTotals(const ListReply& reply);
    void setCount(Section section, int row, std::uint64_t count);

    Connection& m_connection;
    const Clock& m_clock;
    SavedViews m_savedViews;
    const ServerRoster* m_roster = nullptr; // none: there is this one store
    std::array<std::vector<Item>, kSectionCount> m_items;
    QTimer m_countTimer;
};

} // namespace signalbox::model
