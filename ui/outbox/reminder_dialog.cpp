#include "ui/outbox/reminder_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "model/graph/graph_edges.h"
#include "model/text/countdown.h"
#include "ui/outbox/due_field.h"
#include "ui/parameters/parameter_form.h"
#include "ui/widgets/copy_command_button.h"
#include "ui/widgets/plain_text.h"

#include <algorithm>
#include <array>

namespace signalbox::ui {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 440;
constexpr int kLabelWidth = 84;
constexpr int kMostBytes = 128; // of a timer's name
constexpr std::array<std::chrono::minutes, 4> kPeriods{1h, 24h, 7 * 24h, 30 * 24h};
constexpr std::array kPolicies{LatePolicy::Once, LatePolicy::Skip, LatePolicy::All};

} // namespace

ReminderDialog::ReminderDialog(const Clock& clock, Subject subject, model::LastArguments& last, QWidget* parent)
    : QDialog(parent)
    , m_subject(std::move(subject))
    , m_last(last)
    , m_due(new DueField(clock, clock.now(), false, this))
    , m_name(new QLineEdit(tr("reminder"), this))
    , m_trigger(new QComboBox(this))
    , m_parameters(new QWidget(this))
    , m_repeats(new QComboBox(this))
    , m_late(new QComboBox(this))
    , m_reason(new QLineEdit(this))
    , m_problem(newPlainText({}, u"warn"_s, this))
    , m_copy(new CopyCommandButton(this))
    , m_verb(new QPushButton(tr("Set reminder"), this)) {
    setObjectName(u"reminderDialog"_s);
    setWindowTitle(tr("Reminder for %1").arg(QString::fromStdString(m_subject.workflowId)));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    fillTriggers();
    fillRepetitions();
    build();
    connect(m_name, &QLineEdit::textChanged, this, &ReminderDialog::refresh);
    connect(m_due, &DueField::changed, this, &ReminderDialog::refresh);
    connect(m_trigger, &QComboBox::currentIndexChanged, this, &ReminderDialog::showTrigger);
    connect(m_repeats, &QComboBox::currentIndexChanged, this, &ReminderDialog::refresh);
    for (QLineEdit* line : {m_name, m_reason})
        connect(line, &QLineEdit::returnPressed, this, &ReminderDialog::submit);
    showTrigger(m_trigger->currentIndex());
    m_name->setFocus();
    m_name->selectAll();
}

void ReminderDialog::fillTriggers() {
    m_trigger->setObjectName(u"reminderTrigger"_s);
    for (const TriggerStructure& each : m_subject.triggers)
        m_trigger->addItem(model::labelOf(each));
}

void ReminderDialog::fillRepetitions() {
    m_repeats->setObjectName(u"reminderRepeats"_s);
    m_repeats->addItem(tr("Once"));
    for (const std::chrono::minutes period : kPeriods) {
        QString text = model::repetitionText({.period = period});
        text[0] = text[0].toUpper();
        m_repeats->addItem(text);
    }
    m_late->setObjectName(u"reminderLate"_s);
    for (const LatePolicy policy : kPolicies) {
        QString text = model::latePolicyText(policy);
        text[0] = text[0].toUpper();
        m_late->addItem(text);
    }
}

void ReminderDialog::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    layout->addWidget(
        newPlainText(tr("It wakes the workflow when it is due and fires the trigger. Is that not permitted "
                        "then, it comes to nothing, and the history says so."),
                     u"muted"_s, this));
    m_name->setObjectName(u"reminderName"_s);
    m_reason->setObjectName(u"reminderReason"_s);
    m_reason->setPlaceholderText(tr("Optional: stands in the history"));
    addRow(*layout, tr("Name"), m_name);
    addRow(*layout, tr("When"), m_due);
    addRow(*layout, tr("Fires"), m_trigger);
    auto* parameters = new QVBoxLayout(m_parameters);
    parameters->setContentsMargins(kLabelWidth + 12, 0, 0, 0);
    layout->addWidget(m_parameters);
    addRow(*layout, tr("Repeats"), m_repeats);
    addRow(*layout, tr("While asleep"), m_late);
    addRow(*layout, tr("Reason"), m_reason);
    m_problem->setObjectName(u"reminderProblem"_s);
    layout->addWidget(m_problem);
    layout->addWidget(buildButtons());
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
}

void ReminderDialog::addRow(QVBoxLayout& layout, const QString& label, QWidget* field) {
    auto* row = new QWidget(this);
    auto* parts = new QHBoxLayout(row);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(12);
    QLabel* caption = newPlainText(label, u"muted"_s, row);
    caption->setFixedWidth(kLabelWidth);
    caption->setBuddy(field);
    field->setAccessibleName(label);
    parts->addWidget(caption, 0, Qt::AlignTop);
    caption->setContentsMargins(0, 6, 0, 0);
    parts->addWidget(field, 1);
    layout.addWidget(row);
}

QWidget* ReminderDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_copy);
    row->addStretch(1);
    auto* back = new QPushButton(tr("Back"), bar);
    back->setObjectName(u"reminderBack"_s);
    back->setAccessibleName(tr("Back without a reminder"));
    back->setAutoDefault(false);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(back);
    m_verb->setObjectName(u"reminderSet"_s);
    m_verb->setAccessibleName(tr("Set the reminder"));
    m_verb->setProperty("role", u"primary"_s);
    m_verb->setAutoDefault(false);
    connect(m_verb, &QPushButton::clicked, this, &ReminderDialog::submit);
    row->addWidget(m_verb);
    return bar;
}

void ReminderDialog::showTrigger(int index) {
    delete m_fields;
    m_fields = nullptr;
    m_form.reset();
    if (index < 0) return refresh();
    m_form = std::make_unique<model::ParameterFormModel>(QString::fromStdString(m_subject.definition),
                                                         m_subject.triggers[static_cast<std::size_t>(index)], m_last);
    m_fields = new ParameterForm(*m_form, m_parameters);
    m_parameters->layout()->addWidget(m_fields);
    m_parameters->setVisible(m_form->rowCount() > 0);
    connect(m_form.get(), &model::ParameterFormModel::argumentsChanged, this, &ReminderDialog::refresh);
    connect(m_fields, &ParameterForm::submitted, this, &ReminderDialog::submit);
    refresh();
}

QString ReminderDialog::name() const {
    return m_name->text().trimmed();
}

// Why it cannot be set; empty: it can.
QString ReminderDialog::problem() const {
    const std::string chosen = name().toStdString();
    if (chosen.empty()) return tr("Give it a name.");
    if (chosen.size() > kMostBytes) return tr("The name is too long.");
    if (chosen.starts_with("after:") || chosen.starts_with("send:"))
        return tr("Names that begin with \u201cafter:\u201d or \u201csend:\u201d are the definition's own.");
    if (!m_form) return tr("The definition has no trigger that could be fired.");
    if (!m_due->isGood()) return tr("The time is past.");
    return {};
}

void ReminderDialog::refresh() {
    m_late->parentWidget()->setVisible(m_repeats->currentIndex() > 0);
    const QString why = problem();
    const bool replaces = std::ranges::count(m_subject.usedNames, name().toStdString()) > 0;
    m_problem->setText(!why.isEmpty() ? why
                       : replaces     ? tr("It takes the place of the timer \u201c%1\u201d.").arg(name())
                                      : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_verb->setEnabled(why.isEmpty());
    m_copy->setEnabled(why.isEmpty() && m_form->isValid());
}

std::optional<Repetition> ReminderDialog::repetition() const {
    const int chosen = m_repeats->currentIndex() - 1;
    if (chosen < 0) return {};
    return Repetition{.period = kPeriods[static_cast<std::size_t>(chosen)],
                      .late = kPolicies[static_cast<std::size_t>(m_late->currentIndex())]};
}

SetTimerRequest ReminderDialog::request() const {
    SetTimerRequest request;
    request.id = m_subject.workflowId;
    request.name = name().toStdString();
    request.due = m_due->due();
    request.trigger = m_form->trigger().name;
    request.arguments = m_form->arguments();
    request.repetition = repetition();
    return request;
}

void ReminderDialog::offerCommand(Command command) {
    if (command) m_copy->setCommand([this, command] { return command(request(), m_reason->text().trimmed()); });
}

void ReminderDialog::submit() {
    if (!problem().isEmpty()) return;
    if (!m_form->isValid()) {
        m_form->showAllProblems();
        m_fields->focusFirst();
        return;
    }
    m_form->rememberTexts();
    const SetTimerRequest wanted = request();
    const QString reason = m_reason->text().trimmed();
    accept();
    Q_EMIT reminderWanted(wanted, reason);
}

} // namespace signalbox::ui
