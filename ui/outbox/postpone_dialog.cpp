#include "ui/outbox/postpone_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "model/outbox/timer_model.h"
#include "ui/outbox/due_field.h"
#include "ui/widgets/copy_command_button.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 400;

} // namespace

PostponeDialog::PostponeDialog(const Clock& clock, const TimerEntry& timer, QWidget* parent)
    : QDialog(parent)
    , m_due(new DueField(clock, timer.due, true, this))
    , m_reason(new QLineEdit(this))
    , m_copy(new CopyCommandButton(this))
    , m_verb(new QPushButton(tr("Postpone"), this)) {
    setObjectName(u"postponeDialog"_s);
    setWindowTitle(
        tr("Postpone \u201c%1\u201d of %2").arg(model::timerTitle(timer), QString::fromStdString(timer.workflowId)));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(kWidth);
    build(timer);
    connect(m_due, &DueField::changed, this, [this] {
        m_verb->setEnabled(m_due->isGood());
        m_copy->setEnabled(m_due->isGood());
    });
    connect(m_verb, &QPushButton::clicked, this, &PostponeDialog::submit);
    connect(m_reason, &QLineEdit::returnPressed, this, &PostponeDialog::submit);
}

void PostponeDialog::build(const TimerEntry& timer) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    auto* heading = new QLabel(this);
    heading->setTextFormat(Qt::PlainText);
    heading->setText(windowTitle());
    heading->setProperty("tone", u"heading"_s);
    heading->setWordWrap(true);
    layout->addWidget(heading);
    if (timer.repetition) {
        auto* note = new QLabel(this);
        note->setTextFormat(Qt::PlainText);
        note->setText(tr("It repeats %1; from then on the rhythm counts from the new time.")
                          .arg(model::repetitionText(*timer.repetition)));
        note->setProperty("tone", u"muted"_s);
        note->setWordWrap(true);
        layout->addWidget(note);
    }
    layout->addWidget(m_due);
    m_reason->setObjectName(u"postponeReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Reason, optional: stands in the history"));
    layout->addWidget(m_reason);
    auto* back = new QPushButton(tr("Back"), this);
    back->setObjectName(u"postponeBack"_s);
    back->setAccessibleName(tr("Back without postponing"));
    back->setAutoDefault(false);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    m_verb->setObjectName(u"postponeVerb"_s);
    m_verb->setAccessibleName(windowTitle());
    m_verb->setProperty("role", u"primary"_s);
    m_verb->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(back);
    row->addWidget(m_verb);
    layout->addLayout(row);
}

void PostponeDialog::offerCommand(Command command) {
    if (command) m_copy->setCommand([this, command] { return command(m_due->due(), m_reason->text().trimmed()); });
}

void PostponeDialog::submit() {
    if (!m_due->isGood()) return;
    const Time due = m_due->due();
    const QString reason = m_reason->text().trimmed();
    accept();
    Q_EMIT postponed(due, reason);
}

} // namespace signalbox::ui
