#include "ui/definition/deploy_dialog.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/text/error_text.h"
#include "ui/connections/copy_command.h"
#include "ui/definition/diagnostics_view.h"
#include "ui/definition/difference_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_command_button.h"
#include "ui/widgets/status_dot.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Phase = model::DeployModel::Phase;

namespace {

constexpr QSize kFirstSize(760, 620);
constexpr int kLeastListHeight = 90;

struct Verdict {
    Tone tone = Tone::Muted;
    QString surface;
    QString text;
};

QString refText(const DefinitionRef& ref) {
    return DeployDialog::tr("%1 v%2").arg(QString::fromStdString(ref.name)).arg(ref.version);
}

QString readyText(const DeployReply& reply) {
    if (!reply.previous) return DeployDialog::tr("Will be %1, the first of its name.").arg(refText(*reply.definition));
    return DeployDialog::tr("Will be %1, after v%2.").arg(refText(*reply.definition)).arg(reply.previous->version);
}

QString failedText(const Error& error) {
    const QString detail = QString::fromStdString(error.message);
    return DeployDialog::tr("%1 (%2)").arg(model::errorText(error), detail);
}

Verdict verdictOf(const model::DeployModel& deployment, int errors) {
    const DeployReply* reply = deployment.reply();
    switch (deployment.phase()) {
    case Phase::Reading:
        return {Tone::Muted, u"raised"_s, DeployDialog::tr("Reading %1\u2026").arg(deployment.fileName())};
    case Phase::Checking:
        return {Tone::Muted, u"raised"_s, DeployDialog::tr("Checking %1\u2026").arg(deployment.fileName())};
    case Phase::Refused:
        return {Tone::Stop, u"banner-stop"_s,
                errors == 1 ? DeployDialog::tr("It cannot be deployed: there is one error in it.")
                            : DeployDialog::tr("It cannot be deployed: there are %n errors in it.", nullptr, errors)};
    case Phase::Known:
        return {Tone::Accent, u"banner-accent"_s,
                DeployDialog::tr("This very content is deployed already, as %1.").arg(refText(*reply->definition))};
    case Phase::Ready:
        return {Tone::Go, u"banner-go"_s, readyText(*reply)};
    case Phase::Deploying:
        return {Tone::Go, u"banner-go"_s, DeployDialog::tr("Deploying %1\u2026").arg(refText(*reply->definition))};
    case Phase::Deployed:
        return {Tone::Go, u"banner-go"_s, DeployDialog::tr("Deployed as %1.").arg(refText(*reply->definition))};
    case Phase::Failed:
        return {Tone::Stop, u"banner-stop"_s, failedText(*deployment.error())};
    }
    Q_UNREACHABLE();
}

// "v1: 12 workflows, v2: 3 workflows. They stay where they are; new ones run on v3."
QString workflowsText(const DeployReply& reply) {
    QStringList parts;
    for (const auto& [ref, count] : reply.workflows) {
        if (count == 0) continue;
        const QString text = count == 1 ? DeployDialog::tr("1 workflow")
                                        : DeployDialog::tr("%L1 workflows").arg(static_cast<qulonglong>(count));
        parts.append(DeployDialog::tr("v%1: %2").arg(ref.version).arg(text));
    }
    if (parts.isEmpty()) return DeployDialog::tr("No workflow runs on a version of it.");
    if (!reply.isNew) return DeployDialog::tr("%1.").arg(parts.join(u", "_s));
    return DeployDialog::tr("%1. They stay where they are; new ones run on v%2.")
        .arg(parts.join(u", "_s))
        .arg(reply.definition->version);
}

} // namespace

DeployDialog::DeployDialog(model::Connection& connection, std::shared_ptr<const model::DefinitionFiles> files,
                           const Theme& theme, const Options& options, QWidget* parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_theme(theme)
    , m_model(connection, std::move(files), options.path) {
    setObjectName(u"deployDialog"_s);
    setWindowTitle(options.count > 1
                       ? tr("Deploy %1 (%2 of %3)").arg(m_model.fileName()).arg(options.number).arg(options.count)
                       : tr("Deploy %1").arg(m_model.fileName()));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kFirstSize);
    build(options);
    connect(&m_model, &model::DeployModel::changed, this, &DeployDialog::refresh);
    connect(&m_model, &model::DeployModel::deployed, this, [this] {
        const DefinitionRef as = *m_model.reply()->definition;
        accept();
        Q_EMIT deployed(QString::fromStdString(as.name), as.version);
    });
    refresh();
}

void DeployDialog::build(const Options& options) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    QLabel* heading = addLabel(u"deployHeading"_s, u"heading"_s);
    heading->setText(windowTitle());
    layout->addWidget(heading);
    layout->addWidget(buildVerdict());
    layout->addWidget(m_workflows = addLabel(u"deployWorkflows"_s, u"muted"_s));
    layout->addSpacing(4);
    layout->addWidget(m_diagnosticsTitle = addLabel(u"diagnosticsTitle"_s, {}));
    m_diagnosticsView = new DiagnosticsView(m_theme, m_diagnostics, this);
    m_diagnosticsView->setMinimumHeight(kLeastListHeight);
    layout->addWidget(m_diagnosticsView, 2);
    layout->addWidget(m_differenceTitle = addLabel(u"differenceTitle"_s, {}));
    m_differenceView = new DifferenceView(m_theme, m_difference, this);
    m_differenceView->setMinimumHeight(kLeastListHeight);
    layout->addWidget(m_differenceView, 3);
    layout->addStretch(0);
    layout->addWidget(m_reasonRow = buildReason());
    layout->addWidget(buildButtons(options));
    for (QLabel* title : {m_diagnosticsTitle, m_differenceTitle})
        title->setFont(m_theme.boldFont());
}

QLabel* DeployDialog::addLabel(const QString& name, const QString& tone) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (!tone.isEmpty()) label->setProperty("tone", tone);
    return label;
}

QWidget* DeployDialog::buildVerdict() {
    m_verdict = new QFrame(this);
    m_verdict->setObjectName(u"deployVerdict"_s);
    m_verdict->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(m_verdict);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(m_dot = new StatusDot(m_theme, m_verdict), 0, Qt::AlignTop);
    row->addWidget(m_verdictText = addLabel(u"deployVerdictText"_s, {}), 1);
    m_verdictText->setFont(m_theme.boldFont());
    return m_verdict;
}

QWidget* DeployDialog::buildReason() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    m_reason = new QLineEdit(bar);
    m_reason->setObjectName(u"deployReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Optional: is kept with the version"));
    auto* label = new QLabel(tr("Reason"), bar);
    label->setBuddy(m_reason);
    row->addWidget(label);
    row->addWidget(m_reason, 1);
    connect(m_reason, &QLineEdit::returnPressed, this, &DeployDialog::submit);
    return bar;
}

QWidget* DeployDialog::buildButtons(const Options& options) {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    const auto add = [bar, row](const QString& name, const QString& text) {
        auto* button = new QPushButton(text, bar);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    m_copy = add(u"deployCopy"_s, tr("Copy problems"));
    m_simulate = add(u"deploySimulate"_s, tr("Simulate\u2026"));
    m_simulate->setVisible(options.canSimulate);
    row->addWidget(m_copyCommand = new CopyCommandButton(bar));
    if (m_connection.offersCalls())
        m_copyCommand->setCommand([this] {
            const QString reason = m_reason->text().trimmed();
            return commandFor(m_connection, {}, m_model.request(reason))(reason);
        });
    row->addStretch(1);
    m_cancel = add(u"deployCancel"_s, options.number < options.count ? tr("Skip") : tr("Cancel"));
    m_deploy = add(u"deployButton"_s, tr("Deploy"));
    m_deploy->setProperty("role", u"primary"_s);
    connect(m_copy, &QPushButton::clicked, m_diagnosticsView, &DiagnosticsView::copy);
    connect(m_simulate, &QPushButton::clicked, this, [this] { Q_EMIT simulateWanted(*m_model.source()); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_deploy, &QPushButton::clicked, this, &DeployDialog::submit);
    return bar;
}

void DeployDialog::submit() {
    if (m_model.phase() == Phase::Failed) return m_model.retry();
    if (m_model.phase() == Phase::Ready) m_model.deploy(m_reason->text().trimmed());
}

void DeployDialog::refresh() {
    const DeployReply* reply = m_model.reply();
    m_diagnostics.setDiagnostics(reply ? reply->diagnostics : std::vector<SourceDiagnostic>());
    m_difference.setDifference(reply ? reply->difference : StructureDifference());
    refreshVerdict();
    refreshFacts();
    refreshButtons();
    // A button that got a longer text has it at once, not cut until the next event.
    for (QWidget* part : {static_cast<QWidget*>(m_verdict), m_deploy->parentWidget(), static_cast<QWidget*>(this)})
        part->layout()->activate();
}

void DeployDialog::refreshVerdict() {
    const Verdict verdict = verdictOf(m_model, m_diagnostics.errorCount());
    m_dot->setTone(verdict.tone);
    m_verdictText->setText(verdict.text);
    m_verdict->setAccessibleName(verdict.text);
    m_verdict->setProperty("surface", verdict.surface);
    m_verdict->style()->unpolish(m_verdict);
    m_verdict->style()->polish(m_verdict);
}

void DeployDialog::refreshFacts() {
    const DeployReply* reply = m_model.reply();
    const bool isPlaced = reply != nullptr && reply->definition;
    m_workflows->setVisible(isPlaced);
    if (isPlaced) m_workflows->setText(workflowsText(*reply));
    const int found = m_diagnostics.rowCount();
    m_diagnosticsTitle->setVisible(reply != nullptr);
    m_diagnosticsTitle->setText(found == 0   ? tr("Nothing is wrong with the text")
                                : found == 1 ? tr("One thing was found in the text")
                                             : tr("%n things were found in the text", nullptr, found));
    m_diagnosticsView->setVisible(found > 0);
    m_diagnosticsView->resizeRowsToContents();
    const bool isCompared = isPlaced && reply->isNew && reply->previous;
    m_differenceTitle->setVisible(isCompared);
    m_differenceView->setVisible(isCompared && !m_difference.isEmpty());
    if (!isCompared) return;
    m_differenceTitle->setText(m_difference.isEmpty()
                                   ? tr("Only scripts differ from v%1; states, transitions and triggers are the same")
                                         .arg(reply->previous->version)
                                   : tr("What differs from v%1").arg(reply->previous->version));
}

void DeployDialog::refreshButtons() {
    const Phase phase = m_model.phase();
    const bool isReady = phase == Phase::Ready;
    m_reasonRow->setVisible(isReady || phase == Phase::Deploying);
    m_reason->setEnabled(isReady);
    m_copy->setVisible(m_diagnostics.rowCount() > 0);
    m_simulate->setEnabled(m_model.reply() != nullptr && m_model.reply()->definition.has_value());
    m_copyCommand->setEnabled(m_model.source() != nullptr && phase != Phase::Refused);
    m_deploy->setText(phase == Phase::Failed ? tr("Try again")
                      : isReady || phase == Phase::Deploying
                          ? tr("Deploy v%1").arg(m_model.reply()->definition->version)
                          : tr("Deploy"));
    m_deploy->setAccessibleName(m_deploy->text());
    m_deploy->setEnabled(isReady || phase == Phase::Failed);
    m_deploy->setToolTip(phase == Phase::Refused ? m_verdictText->text() : QString());
    if (isReady && !m_reason->hasFocus()) m_reason->setFocus();
    if (phase == Phase::Known || phase == Phase::Refused) m_cancel->setFocus();
}

} // namespace signalbox::ui
