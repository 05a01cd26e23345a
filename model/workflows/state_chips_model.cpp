#include "model/workflows/state_chips_model.h"

#include <QLocale>

#include "model/connection/connection.h"
#include "model/workflows/workflow_list_model.h"

#include <algorithm>

namespace signalbox::model {

namespace {

std::uint64_t countIn(const std::vector<StateCount>& counts, const std::string& definition, const std::string& state) {
    std::uint64_t sum = 0;
    for (const StateCount& each : counts)
        if (each.definition == definition && each.state == state) sum += each.count;
    return sum;
}

// Workflows that rest in `state` or anywhere below it.
std::uint64_t countBelow(const std::vector<StateCount>& counts, const ChartStructure& structure, StateIndex state) {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < structure.states.size(); ++i)
        if (std::ranges::count(pathToRoot(structure, StateIndex{i}), state) > 0)
            sum += countIn(counts, structure.name, structure.states[i].name);
    return sum;
}

} // namespace

StateChipsModel::StateChipsModel(WorkflowListModel& list, const Connection& connection, QObject* parent)
    : QAbstractListModel(parent)
    , m_list(list)
    , m_connection(connection) {
    connect(&list, &WorkflowListModel::loaded, this, &StateChipsModel::update);
    connect(&list, &WorkflowListModel::filterChanged, this, &StateChipsModel::update);
    connect(&connection, &Connection::definitionsLoaded, this, &StateChipsModel::update);
    m_chips = chips();
}

int StateChipsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_chips.size());
}

QVariant StateChipsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Chip& chip = m_chips[static_cast<std::size_t>(index.row())];
    const QString state = QString::fromStdString(chip.state);
    switch (role) {
    case Qt::DisplayRole:
        return chip.state.empty() ? tr("All") : state;
    case Qt::ToolTipRole:
        if (chip.resting == chip.count) return {};
        return tr("%1 in %3 and its substates, %2 of them in %3 itself")
            .arg(QLocale().toString(qulonglong{chip.count}), QLocale().toString(qulonglong{chip.resting}), state);
    case StateRole:
        return state;
    case CountRole:
        return qulonglong{chip.count};
    case IsSelectedRole:
        return chip.isSelected;
    default:
        return {};
    }
}

void StateChipsModel::choose(int row, bool isAdded) {
    if (row < 0 || row >= rowCount()) return;
    const std::string state = m_chips[static_cast<std::size_t>(row)].state;
    WorkflowFilter filter = m_list.filter();
    std::vector<std::string>& states = filter.fixed.states;
    const bool wasChosen = std::ranges::count(states, state) > 0;
    if (!isAdded || state.empty()) states.clear();
    if (!state.empty() && isAdded && wasChosen)
        std::erase(states, state);
    else if (!state.empty())
        states.push_back(state);
    m_list.setFilter(filter);
}

void StateChipsModel::update() {
    std::vector<Chip> next = chips();
    if (next == m_chips) return;
    const bool isSameRow = std::ranges::equal(next, m_chips, {}, &Chip::state, &Chip::state);
    if (isSameRow) {
        m_chips = std::move(next);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_chips = std::move(next);
    endResetModel();
}

std::vector<StateChipsModel::Chip> StateChipsModel::chips() const {
    const ListFilter& filter = m_list.filter().fixed;
    std::vector<Chip> made{Chip{}};
    for (const StateCount& count : m_list.stateCounts())
        made.front().count += count.count;
    made.front().resting = made.front().count;
    if (filter.definition) addDefinition(made, *filter.definition, true);
    std::string last;
    for (const StateCount& count : m_list.stateCounts()) {
        if (count.definition != last && !filter.definition) addDefinition(made, count.definition, false);
        last = count.definition;
    }
    for (const std::string& state : filter.states)
        if (std::ranges::count(made, state, &Chip::state) == 0) made.push_back({.state = state});
    for (Chip& chip : made)
        chip.isSelected =
            chip.state.empty() ? filter.states.empty() : std::ranges::count(filter.states, chip.state) > 0;
    return made;
}

// States of the same name in several definitions are one chip: the filter takes them together as well.
void StateChipsModel::addDefinition(std::vector<Chip>& chips, const std::string& name, bool isWhole) const {
    const std::vector<StateCount>& counts = m_list.stateCounts();
    const auto add = [&](const std::string& state, std::uint64_t count, std::uint64_t resting) {
        if (count == 0 && !isWhole) return;
        auto chip = std::ranges::find(chips, state, &Chip::state);
        if (chip == chips.end()) chip = chips.insert(chips.end(), {.state = state});
        chip->count += count;
        chip->resting += resting;
    };
    const Definition* definition = m_connection.findDefinition(DefinitionRef{name, 0});
    for (std::uint32_t i = 0; definition && i < definition->structure.states.size(); ++i) {
        const ChartStructure& structure = definition->structure;
        const std::string& state = structure.states[i].name;
        add(state, countBelow(counts, structure, StateIndex{i}), countIn(counts, name, state));
    }
    // States that only an older version has.
    for (const StateCount& count : counts)
        if (count.definition == name && (!definition || !findState(definition->structure, count.state)))
            add(count.state, count.count, count.count);
}

} // namespace signalbox::model
