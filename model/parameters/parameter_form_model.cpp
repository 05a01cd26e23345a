#include "model/parameters/parameter_form_model.h"

#include "model/definition/display_name.h"
#include "model/parameters/last_arguments.h"

#include <algorithm>

namespace signalbox::model {

ParameterFormModel::ParameterFormModel(const QString& definition, const TriggerStructure& trigger, LastArguments& last,
                                       QObject* parent)
    : QAbstractListModel(parent)
    , m_definition(definition)
    , m_trigger(trigger)
    , m_last(last) {
    const QString triggerName = QString::fromStdString(trigger.name);
    for (const ParameterStructure& parameter : m_trigger.parameters) {
        Row row;
        row.recent = m_last.texts(definition, triggerName, QString::fromStdString(parameter.name));
        if (parameter.defaultValue)
            row.text = argumentText(*parameter.defaultValue);
        else if (!row.recent.isEmpty())
            row.text = row.recent.first();
        row.parsed = parseArgument(parameter, row.text);
        m_rows.push_back(std::move(row));
    }
}

int ParameterFormModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ParameterFormModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ParameterStructure& parameter = m_trigger.parameters[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return row.text;
    case LabelRole:
        return labelOf(parameter);
    case NameRole:
        return QString::fromStdString(parameter.name);
    case TypeRole:
        return static_cast<int>(parameter.type);
    case RequiredRole:
        return parameter.required;
    case HintRole:
        return typeHint(parameter);
    case ChoicesRole:
        return choiceTexts(parameter);
    case RecentRole:
        return row.recent;
    case ProblemRole:
        return row.isProblemShown ? row.parsed.problem : QString();
    default:
        return {};
    }
}

bool ParameterFormModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
    Row& row = m_rows[static_cast<std::size_t>(index.row())];
    row.text = value.toString();
    row.parsed = parseArgument(m_trigger.parameters[static_cast<std::size_t>(index.row())], row.text);
    row.isProblemShown = true;
    emit dataChanged(index, index);
    emit argumentsChanged();
    return true;
}

Qt::ItemFlags ParameterFormModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable : Qt::NoItemFlags;
}

QHash<int, QByteArray> ParameterFormModel::roleNames() const {
    return {{Qt::DisplayRole, "display"}, {Qt::EditRole, "edit"},     {LabelRole, "label"}, {NameRole, "name"},
            {TypeRole, "type"},           {RequiredRole, "required"}, {HintRole, "hint"},   {ChoicesRole, "choices"},
            {RecentRole, "recent"},       {ProblemRole, "problem"}};
}

bool ParameterFormModel::isValid() const {
    return std::ranges::all_of(m_rows, [](const Row& row) { return row.parsed.problem.isEmpty(); });
}

Json ParameterFormModel::arguments() const {
    Q_ASSERT(isValid());
    Json arguments;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].parsed.value) arguments[m_trigger.parameters[i].name] = *m_rows[i].parsed.value;
    return arguments;
}

void ParameterFormModel::showAllProblems() {
    for (Row& row : m_rows)
        row.isProblemShown = true;
    if (!m_rows.empty()) emit dataChanged(index(0), index(rowCount() - 1), {ProblemRole});
}

void ParameterFormModel::rememberTexts() {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_last.remember(m_definition, QString::fromStdString(m_trigger.name),
                        QString::fromStdString(m_trigger.parameters[i].name), m_rows[i].text);
}

} // namespace signalbox::model
