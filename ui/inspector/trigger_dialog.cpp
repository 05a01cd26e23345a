#include "ui/inspector/trigger_dialog.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "model/connection/connection.h"
#include "model/graph/graph_edges.h"
#include "model/inspector/inspector_model.h"
#include "model/parameters/last_arguments.h"
#include "ui/connections/copy_command.h"
#include "ui/inspector/preview_view.h"
#include "ui/parameters/parameter_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_command_button.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::InspectorModel;
using model::PreviewModel;

namespace {

constexpr int kWidth = 440;

QString definitionName(const InspectorModel& inspector) {
    return QString::fromStdString(inspector.workflow()->row.definition.name);
}

} // namespace

TriggerDialog::TriggerDialog(const Context& context, const TriggerStructure& trigger, QWidget* parent)
    : QDialog(parent)
    , m_connection(context.connection)
    , m_inspector(context.inspector)
    , m_form(definitionName(context.inspector), trigger, context.last)
    , m_preview(context.connection, context.inspector, context.clock)
    , m_seen(context.inspector.shownRevision()) {
    setObjectName(u"triggerDialog"_s);
    setWindowTitle(tr("%1 %2").arg(model::labelOf(trigger), m_inspector.id()));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    build(context.theme);
    connect(&m_form, &model::ParameterFormModel::argumentsChanged, this, &TriggerDialog::ask);
    connect(&m_inspector, &InspectorModel::changed, this, &TriggerDialog::noteChange);
    connect(m_fields, &ParameterForm::submitted, this, &TriggerDialog::submit);
    ask();
    m_fields->focusFirst();
}

void TriggerDialog::build(const Theme& theme) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto* heading = new QLabel(this);
    heading->setObjectName(u"triggerHeading"_s);
    heading->setTextFormat(Qt::PlainText);
    heading->setText(windowTitle());
    heading->setProperty("tone", u"heading"_s);
    layout->addWidget(heading);
    m_fields = new ParameterForm(m_form, this);
    layout->addWidget(m_fields);
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(u"triggerReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Reason, optional: stands in the history"));
    connect(m_reason, &QLineEdit::returnPressed, this, &TriggerDialog::submit);
    layout->addWidget(m_reason);
    layout->addWidget(new PreviewView(theme, m_preview, this));
    m_changeNote = new QLabel(this);
    m_changeNote->setObjectName(u"triggerChangeNote"_s);
    m_changeNote->setTextFormat(Qt::PlainText);
    m_changeNote->setProperty("tone", u"warn"_s);
    m_changeNote->setWordWrap(true);
    m_changeNote->hide();
    layout->addWidget(m_changeNote);
    layout->addWidget(buildButtons());
}

QWidget* TriggerDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_copy = new CopyCommandButton(bar);
    if (m_connection.offersCalls()) m_copy->setCommand([this] { return command(); });
    row->addWidget(m_copy);
    row->addStretch(1);
    auto* cancel = new QPushButton(tr("Back"), bar);
    cancel->setObjectName(u"triggerBack"_s);
    cancel->setAccessibleName(tr("Back without firing"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(cancel);
    m_fire = new QPushButton(model::labelOf(m_form.trigger()), bar);
    m_fire->setObjectName(u"triggerFire"_s);
    m_fire->setAccessibleName(windowTitle());
    m_fire->setProperty("role", u"go"_s);
    // Enter submits through the fields, once; as the default button it would come twice.
    m_fire->setAutoDefault(false);
    connect(m_fire, &QPushButton::clicked, this, &TriggerDialog::submit);
    row->addWidget(m_fire);
    return bar;
}

// On the revision that was seen when it was opened, as what it fires.
QString TriggerDialog::command() const {
    FireRequest request;
    request.id = m_inspector.id().toStdString();
    request.trigger = m_form.trigger().name;
    request.arguments = m_form.arguments();
    request.expectedRevision = m_seen;
    return commandFor(m_connection, request)(m_reason->text().trimmed());
}

void TriggerDialog::ask() {
    m_copy->setEnabled(m_form.isValid());
    if (m_form.isValid())
        m_preview.ask(m_form.trigger().name, m_form.arguments());
    else
        m_preview.wait();
}

void TriggerDialog::submit() {
    if (!m_form.isValid()) {
        m_form.showAllProblems();
        m_fields->focusFirst();
        return;
    }
    m_form.rememberTexts();
    const Json arguments = m_form.arguments();
    const QString reason = m_reason->text().trimmed();
    accept();
    Q_EMIT fired(arguments, reason);
}

void TriggerDialog::noteChange() {
    if (m_inspector.workflow() == nullptr) return reject();
    if (m_inspector.shownRevision() == m_seen) return;
    const Change* change = m_inspector.change();
    const QString by = change ? QString::fromStdString(change->caller.principal) : QString();
    m_changeNote->setText(tr("Changed to revision %1 by %2 while this is open.")
                              .arg(m_inspector.shownRevision().value())
                              .arg(by.isEmpty() ? tr("somebody") : by));
    m_changeNote->show();
    ask();
}

} // namespace signalbox::ui
