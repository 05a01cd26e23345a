#pragma once

#include <QAbstractListModel>

#include "model/actions/action.h"

#include <vector>

namespace signalbox::model {

// The triggers of the workflow that is shown, as rows: what action bar, chooser and palette are made of.
//
// DisplayRole is the text. Rows move and change in place when the workflow does; a reset comes only with other
// triggers.
class ActionModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        TriggerRole = Qt::UserRole + 1, // name in the definition
        VerbRole,
        KeyRole, // 1..9, 0: none
        EnabledRole,
        TakesParametersRole,
        ShortReasonRole,
        ReasonRole,
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setActions(std::vector<Action> actions);
    const std::vector<Action>& actions() const { return m_actions; }
    // The enabled action with this key 1..9, or null.
    const Action* findByKey(int key) const;
    const Action* findByTrigger(const std::string& trigger) const;

private:
    bool hasTriggersOf(const std::vector<Action>& actions) const;
    void moveInto(const std::vector<Action>& order);

    std::vector<Action> m_actions;
};

} // namespace signalbox::model
