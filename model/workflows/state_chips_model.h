#pragma once

#include <QAbstractListModel>

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::model {

class Connection;
class WorkflowListModel;

// The states under a list, as chips: "All", then each state with the number of workflows that choosing it shows.
//
// The counts are those of the list's last reply, so they agree with its total. A compound state counts the workflows in
// its substates too, as its filter does. While the list shows one definition, all its states are there, in document
// order; otherwise those that somebody is in.
class StateChipsModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole + 1, // QString; empty for "All"
        CountRole,                    // qulonglong
        IsSelectedRole,               // bool
    };

    StateChipsModel(WorkflowListModel& list, const Connection& connection, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    // Makes the list show this state only; with `isAdded`, adds it to those shown, or takes it away. "All" shows every
    // state.
    void choose(int row, bool isAdded);

private:
    struct Chip {
        std::string state;
        std::uint64_t count = 0;
        std::uint64_t resting = 0; // without substates
        bool isSelected = false;
        bool operator==(const Chip&) const = default;
    };

    void update();
    std::vector<Chip> chips() const;
    void addDefinition(std::vector<Chip>& chips, const std::string& name, bool isWhole) const;

    WorkflowListModel& m_list;
    const Connection& m_connection;
    std::vector<Chip> m_chips;
};

} // namespace signalbox::model
