#include "ui/parameters/parameter_form.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

#include "model/parameters/parameter_form_model.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::ParameterFormModel;

namespace {

constexpr int kFieldWidth = 280;

} // namespace

ParameterForm::ParameterForm(ParameterFormModel& form, QWidget* parent) : QWidget(parent), m_form(form) {
    setObjectName(u"parameterForm"_s);
    setAccessibleName(tr("Parameters"));
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(8);
    for (int row = 0; row < form.rowCount(); ++row)
        addField(row, *layout);
    connect(&form, &ParameterFormModel::dataChanged, this, &ParameterForm::refreshProblems);
}

void ParameterForm::addField(int row, QFormLayout& layout) {
    const QModelIndex index = m_form.index(row);
    const QString name = index.data(ParameterFormModel::LabelRole).toString();
    const bool isChoice = !index.data(ParameterFormModel::ChoicesRole).toStringList().isEmpty();
    QWidget* editor = isChoice ? addChoice(row) : addLine(row);
    editor->setObjectName(u"parameter_"_s + index.data(ParameterFormModel::NameRole).toString());
    editor->setAccessibleName(name);
    editor->setAccessibleDescription(index.data(ParameterFormModel::HintRole).toString());
    editor->setMinimumWidth(kFieldWidth);
    QLabel* problem = newPlainText({}, u"stop"_s, this);
    problem->setObjectName(u"problem_"_s + index.data(ParameterFormModel::NameRole).toString());
    problem->hide();
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(editor);
    column->addWidget(problem);
    QLabel* label = newPlainText(name, {}, this);
    label->setWordWrap(false);
    label->setMinimumHeight(editor->sizeHint().height());
    label->setBuddy(editor);
    layout.addRow(label, column);
    m_fields.push_back({editor, problem});
}

QWidget* ParameterForm::addChoice(int row) {
    const QPersistentModelIndex index = m_form.index(row);
    auto* box = new QComboBox(this);
    const QString text = index.data(Qt::EditRole).toString();
    if (!index.data(ParameterFormModel::RequiredRole).toBool() || text.isEmpty()) box->addItem(QString());
    box->addItems(index.data(ParameterFormModel::ChoicesRole).toStringList());
    box->setCurrentText(text);
    connect(box, &QComboBox::currentTextChanged, this,
            [this, index](const QString& value) { m_form.setData(index, value); });
    return box;
}

QWidget* ParameterForm::addLine(int row) {
    const QPersistentModelIndex index = m_form.index(row);
    auto* line = new QLineEdit(index.data(Qt::EditRole).toString(), this);
    line->setPlaceholderText(index.data(ParameterFormModel::HintRole).toString());
    const QStringList recent = index.data(ParameterFormModel::RecentRole).toStringList();
    if (!recent.isEmpty()) {
        auto* completer = new QCompleter(recent, line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        line->setCompleter(completer);
    }
    connect(line, &QLineEdit::textChanged, this, [this, index](const QString& value) { m_form.setData(index, value); });
    connect(line, &QLineEdit::returnPressed, this, &ParameterForm::submitted);
    return line;
}

void ParameterForm::refreshProblems() {
    for (std::size_t row = 0; row < m_fields.size(); ++row) {
        const Field& field = m_fields[row];
        const QString problem = m_form.index(static_cast<int>(row)).data(ParameterFormModel::ProblemRole).toString();
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        field.editor->setProperty("invalid", !problem.isEmpty());
        field.editor->style()->unpolish(field.editor);
        field.editor->style()->polish(field.editor);
    }
}

void ParameterForm::focusFirst() {
    if (m_fields.empty()) return;
    QWidget* wanted = m_fields.front().editor;
    for (const Field& field : m_fields)
        if (field.problem->isVisibleTo(this)) {
            wanted = field.editor;
            break;
        }
    wanted->setFocus(Qt::TabFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(wanted)) line->selectAll();
}

} // namespace signalbox::ui
