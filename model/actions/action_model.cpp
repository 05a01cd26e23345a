#include "model/actions/action_model.h"

#include <algorithm>

namespace signalbox::model {

int ActionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_actions.size());
}

QVariant ActionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Action& action = m_actions[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return action.text;
    case Qt::ToolTipRole:
    case ReasonRole:
        return action.reason;
    case TriggerRole:
        return QString::fromStdString(action.trigger);
    case VerbRole:
        return action.verb;
    case KeyRole:
        return action.key;
    case EnabledRole:
        return action.isEnabled;
    case TakesParametersRole:
        return action.takesParameters;
    case ShortReasonRole:
        return action.shortReason;
    default:
        return {};
    }
}

Qt::ItemFlags ActionModel::flags(const QModelIndex& index) const {
    if (!index.isValid() || !m_actions[static_cast<std::size_t>(index.row())].isEnabled) return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QHash<int, QByteArray> ActionModel::roleNames() const {
    return {{Qt::DisplayRole, "display"}, {TriggerRole, "trigger"},
            {VerbRole, "verb"},           {KeyRole, "key"},
            {EnabledRole, "enabled"},     {TakesParametersRole, "takesParameters"},
            {ReasonRole, "reason"},       {ShortReasonRole, "shortReason"}};
}

void ActionModel::setActions(std::vector<Action> actions) {
    if (!hasTriggersOf(actions)) {
        beginResetModel();
        m_actions = std::move(actions);
        endResetModel();
        return;
    }
    moveInto(actions);
    for (std::size_t row = 0; row < actions.size(); ++row) {
        if (m_actions[row] == actions[row]) continue;
        m_actions[row] = std::move(actions[row]);
        const QModelIndex changed = index(static_cast<int>(row));
        emit dataChanged(changed, changed);
    }
}

const Action* ActionModel::findByKey(int key) const {
    const auto found =
        std::ranges::find_if(m_actions, [key](const Action& action) { return key > 0 && action.key == key; });
    return found == m_actions.end() ? nullptr : &*found;
}

const Action* ActionModel::findByTrigger(const std::string& trigger) const {
    const auto found = std::ranges::find(m_actions, trigger, &Action::trigger);
    return found == m_actions.end() ? nullptr : &*found;
}

bool ActionModel::hasTriggersOf(const std::vector<Action>& actions) const {
    return actions.size() == m_actions.size() && std::ranges::all_of(actions, [this](const Action& action) {
               return findByTrigger(action.trigger) != nullptr;
           });
}

void ActionModel::moveInto(const std::vector<Action>& order) {
    for (std::size_t row = 0; row < order.size(); ++row) {
        const auto found = std::ranges::find(m_actions, order[row].trigger, &Action::trigger);
        const auto from = static_cast<std::size_t>(found - m_actions.begin());
        if (from == row) continue;
        // Rows before `row` are in place already, so everything moves up.
        beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(row));
        std::rotate(m_actions.begin() + static_cast<std::ptrdiff_t>(row), found, found + 1);
        endMoveRows();
    }
}

} // namespace signalbox::model
