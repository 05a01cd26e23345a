#include "ui/definition/migrate_dialog.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/text/error_text.h"
#include "ui/connections/copy_command.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_command_button.h"
#include "ui/widgets/status_dot.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::MigrationModel;
using Phase = MigrationModel::Phase;

namespace {

constexpr QSize kFirstSize(820, 560);
constexpr int kKindWidth = 90;
constexpr int kWhatWidth = 180;
constexpr int kCountWidth = 90;
constexpr int kRowHeight = 34;

QString workflowsText(quint64 count) {
    return count == 1 ? MigrateDialog::tr("1 workflow") : MigrateDialog::tr("%L1 workflows").arg(count);
}

QLabel* plainLabel(QWidget* parent, const QString& name, const QString& tone = {}) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (!tone.isEmpty()) label->setProperty("tone", tone);
    return label;
}

QString surfaceOf(Tone tone) {
    switch (tone) {
    case Tone::Go:
        return u"banner-go"_s;
    case Tone::Warn:
        return u"banner-warn"_s;
    case Tone::Stop:
        return u"banner-stop"_s;
    case Tone::Accent:
        return u"banner-accent"_s;
    default:
        return u"raised"_s;
    }
}

} // namespace

MigrateDialog::MigrateDialog(model::Connection& connection, const Theme& theme, const std::string& definition,
                             const std::string& workflow, QWidget* parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_theme(theme)
    , m_model(connection, definition, workflow) {
    setObjectName(u"migrateDialog"_s);
    setWindowTitle(tr("Migrate workflows of %1").arg(QString::fromStdString(definition)));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kFirstSize);
    build();
    connect(&m_model, &MigrationModel::progressed, this, &MigrateDialog::refresh);
    connect(&m_model, &MigrationModel::modelReset, this, &MigrateDialog::refreshRows);
    refresh();
}

void MigrateDialog::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    QLabel* heading = plainLabel(this, u"migrateHeading"_s, u"heading"_s);
    heading->setText(windowTitle());
    layout->addWidget(heading);
    layout->addWidget(buildChoices());
    layout->addWidget(buildVerdict());
    layout->addWidget(m_rows = buildRows(), 1);
    m_nothing = plainLabel(this, u"migrateNothing"_s, u"muted"_s);
    m_nothing->setText(tr("Each goes on in the states of the same names, with its data, history, timers and children. "
                          "No code runs."));
    m_nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(buildReason());
    layout->addWidget(buildButtons());
}

QWidget* MigrateDialog::buildChoices() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(12);
    m_one = new QRadioButton(tr("Only %1").arg(QString::fromStdString(m_model.workflow())), bar);
    m_one->setObjectName(u"migrateOne"_s);
    m_one->setVisible(!m_model.workflow().empty());
    m_all = new QRadioButton(tr("All that are on other versions"), bar);
    m_all->setObjectName(u"migrateAll"_s);
    m_all->setVisible(!m_connection.servers());
    (m_model.isForAll() ? m_all : m_one)->setChecked(true);
    m_target = new QComboBox(bar);
    m_target->setObjectName(u"migrateTarget"_s);
    m_target->setAccessibleName(tr("To version"));
    for (const quint32 version : m_model.versions())
        m_target->addItem(m_target->count() == 0 ? tr("v%1, the newest").arg(version) : tr("v%1").arg(version),
                          version);
    auto* label = new QLabel(tr("To version"), bar);
    label->setBuddy(m_target);
    row->addWidget(m_one);
    row->addWidget(m_all);
    row->addStretch(1);
    row->addWidget(label);
    row->addWidget(m_target);
    connect(m_all, &QRadioButton::toggled, &m_model, &MigrationModel::setForAll);
    connect(m_target, &QComboBox::currentIndexChanged, this,
            [this] { m_model.setTarget(m_target->currentData().toUInt()); });
    return bar;
}

QWidget* MigrateDialog::buildVerdict() {
    m_verdict = new QFrame(this);
    m_verdict->setObjectName(u"migrateVerdict"_s);
    m_verdict->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(m_verdict);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(m_dot = new StatusDot(m_theme, m_verdict), 0, Qt::AlignTop);
    row->addWidget(m_verdictText = plainLabel(m_verdict, u"migrateVerdictText"_s), 1);
    m_verdictText->setFont(m_theme.boldFont());
    m_verdictText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return m_verdict;
}

QTableView* MigrateDialog::buildRows() {
    auto* table = new QTableView(this);
    table->setObjectName(u"migrateRows"_s);
    table->setAccessibleName(tr("What does not go over as it is"));
    table->setModel(&m_model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView* header = table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    table->setColumnWidth(MigrationModel::KindColumn, kKindWidth);
    table->setColumnWidth(MigrationModel::SubjectColumn, kWhatWidth);
    table->setColumnWidth(MigrationModel::CountColumn, kCountWidth);
    return table;
}

QWidget* MigrateDialog::buildReason() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    m_reason = new QLineEdit(bar);
    m_reason->setObjectName(u"migrateReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Optional: is kept in the history of each"));
    auto* label = new QLabel(tr("Reason"), bar);
    label->setBuddy(m_reason);
    row->addWidget(label);
    row->addWidget(m_reason, 1);
    connect(m_reason, &QLineEdit::returnPressed, this, &MigrateDialog::submit);
    return bar;
}

QWidget* MigrateDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    const auto add = [bar, row](const QString& name) {
        auto* button = new QPushButton(bar);
        button->setObjectName(name);
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    row->addWidget(m_copy = new CopyCommandButton(bar));
    if (m_connection.offersCalls()) m_copy->setCommand([this] { return command(); });
    row->addStretch(1);
    m_cancel = add(u"migrateCancel"_s);
    m_migrate = add(u"migrateButton"_s);
    m_migrate->setProperty("role", u"primary"_s);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_migrate, &QPushButton::clicked, this, &MigrateDialog::submit);
    return bar;
}

QString MigrateDialog::command() const {
    const std::string id = m_model.isForAll() ? "\u2026" : m_model.workflow();
    const QString call = commandFor(m_connection, m_model.workflow(), m_model.request(id))(m_reason->text().trimmed());
    return m_model.isForAll()
               ? tr("# For each workflow, with its id in the place of \u201c\u2026\u201d:") + u'\n' + call
               : call;
}

void MigrateDialog::submit() {
    if (m_model.phase() == Phase::Failed) return m_model.tryAgain();
    if (m_model.phase() == Phase::Done) return accept();
    if (m_model.figures().moved > 0) m_model.migrate(m_reason->text().trimmed());
}

QString MigrateDialog::verdictText() const {
    const auto& [total, moved, left] = m_model.figures();
    const QString target = tr("v%1").arg(m_model.target());
    switch (m_model.phase()) {
    case Phase::Trying:
        return tr("Trying what it would do: %L1 of %L2\u2026").arg(moved + left).arg(total);
    case Phase::Moving:
        return tr("Moving to %1: %L2 of %L3\u2026").arg(target).arg(moved + left).arg(total);
    case Phase::Ready:
        if (total == 0) return tr("There is no workflow on another version.");
        if (left == 0) return tr("%1 can move to %2.").arg(workflowsText(moved), target);
        return tr("%1 can move to %2, %3 cannot: say where their states go, or leave them where they are.")
            .arg(workflowsText(moved), target, workflowsText(left));
    case Phase::Done:
        return left == 0 ? tr("%1 moved to %2.").arg(workflowsText(moved), target)
                         : tr("%1 moved to %2, %3 stayed.").arg(workflowsText(moved), target, workflowsText(left));
    case Phase::Failed:
        return tr("%1 (%2)").arg(model::errorText(*m_model.error()), QString::fromStdString(m_model.error()->message));
    }
    Q_UNREACHABLE();
}

Tone MigrateDialog::verdictTone() const {
    switch (m_model.phase()) {
    case Phase::Trying:
    case Phase::Moving:
        return Tone::Muted;
    case Phase::Failed:
        return Tone::Stop;
    case Phase::Ready:
    case Phase::Done:
        break;
    }
    if (m_model.figures().left > 0) return Tone::Warn;
    return m_model.figures().moved > 0 ? Tone::Go : Tone::Muted;
}

void MigrateDialog::refresh() {
    const Phase phase = m_model.phase();
    const Tone tone = verdictTone();
    m_dot->setTone(tone);
    m_verdictText->setText(verdictText());
    m_verdict->setAccessibleName(m_verdictText->text());
    if (m_verdict->property("surface") != surfaceOf(tone)) {
        m_verdict->setProperty("surface", surfaceOf(tone));
        m_verdict->style()->unpolish(m_verdict);
        m_verdict->style()->polish(m_verdict);
    }
    const bool isOpen = phase != Phase::Moving && phase != Phase::Done;
    for (QWidget* choice : std::initializer_list<QWidget*>{m_one, m_all, m_target, m_reason})
        choice->setEnabled(isOpen);
    m_migrate->setText(phase == Phase::Failed ? tr("Try again")
                       : phase == Phase::Done ? tr("Close")
                                              : tr("Migrate %1").arg(workflowsText(m_model.figures().moved)));
    m_migrate->setAccessibleName(m_migrate->text());
    m_migrate->setEnabled(phase == Phase::Failed || phase == Phase::Done ||
                          (phase == Phase::Ready && m_model.figures().moved > 0));
    m_copy->setEnabled(isOpen && m_model.target() != 0);
    m_cancel->setText(phase == Phase::Moving ? tr("Stop") : tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_cancel->setVisible(phase != Phase::Done);
}

// While a run is under way the rows of the one before stay, so that nothing jumps.
void MigrateDialog::refreshRows() {
    const int count = m_model.rowCount();
    m_rows->setVisible(count > 0);
    m_nothing->setVisible(count == 0);
    for (int row = 0; row < count; ++row)
        if (m_model.phase() != Phase::Done) offerStates(row);
}

void MigrateDialog::offerStates(int row) {
    const QString state = m_model.index(row, 0).data(MigrationModel::StateRole).toString();
    if (state.isEmpty()) return;
    auto* box = new QComboBox(m_rows);
    box->setAccessibleName(tr("Where %1 goes").arg(state));
    box->addItem(tr("has no place: goes to\u2026"), QString());
    for (const QString& name : m_model.targetStates())
        box->addItem(name, name);
    box->setCurrentIndex(std::max(0, box->findData(m_model.mappedTo(state))));
    // Later: what it changes takes the box away.
    connect(
        box, &QComboBox::activated, &m_model,
        [this, state, box] { m_model.mapState(state, box->currentData().toString()); }, Qt::QueuedConnection);
    m_rows->setIndexWidget(m_model.index(row, MigrationModel::MessageColumn), box);
}

} // namespace signalbox::ui
