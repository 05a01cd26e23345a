#include "ui/inspector/comparison_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/history/revision_comparison.h"
#include "model/text/error_text.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 28;
constexpr int kWhatWidth = 180;
constexpr int kValueWidth = 200;

int number(Revision revision) {
    return static_cast<int>(revision.value());
}

} // namespace

ComparisonDialog::ComparisonDialog(model::Connection& connection, const Theme& theme, const QString& id,
                                   const Range& range, QWidget* parent)
    : QDialog(parent)
    , m_connection(connection)
    , m_theme(theme)
    , m_id(id) {
    setObjectName(u"comparisonDialog"_s);
    setWindowTitle(tr("Compare revisions of %1").arg(id));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    resize(640, 420);
    build(range, theme);
    load();
}

void ComparisonDialog::build(const Range& range, const Theme& theme) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(buildChoice(range));
    buildTable(theme);
    layout->addWidget(m_table, 1);
    m_note = new QLabel(this);
    m_note->setObjectName(u"comparisonNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("tone", u"muted"_s);
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
    layout->addWidget(buildButtons());
}

QWidget* ComparisonDialog::buildChoice(const Range& range) {
    auto* choice = new QWidget(this);
    auto* row = new QHBoxLayout(choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_from = addRevision(u"comparisonFrom"_s, tr("From revision"), range.before, range);
    m_to = addRevision(u"comparisonTo"_s, tr("to revision"), range.after, range);
    for (QSpinBox* box : {m_from, m_to}) {
        auto* label = new QLabel(box->accessibleName(), choice);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
    }
    row->addStretch(1);
    return choice;
}

QSpinBox* ComparisonDialog::addRevision(const QString& name, const QString& text, Revision value, const Range& range) {
    auto* box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(text);
    box->setRange(0, number(range.newest));
    box->setValue(number(value));
    connect(box, &QSpinBox::valueChanged, this, &ComparisonDialog::load);
    return box;
}

void ComparisonDialog::buildTable(const Theme& theme) {
    m_table = new QTableWidget(0, 3, this);
    m_table->setObjectName(u"comparisonTable"_s);
    m_table->setAccessibleName(tr("What differs"));
    m_table->setHorizontalHeaderLabels({tr("What"), tr("Before"), tr("After")});
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(0, kWhatWidth);
    m_table->setColumnWidth(1, kValueWidth);
    connect(&theme, &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
}

QWidget* ComparisonDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    auto* copyButton = new QPushButton(tr("Copy"), bar);
    copyButton->setObjectName(u"comparisonCopy"_s);
    copyButton->setAutoDefault(false);
    connect(copyButton, &QPushButton::clicked, this, &ComparisonDialog::copy);
    auto* close = new QPushButton(tr("Close"), bar);
    close->setObjectName(u"comparisonClose"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    row->addWidget(copyButton);
    row->addWidget(close);
    return bar;
}

void ComparisonDialog::load() {
    if (m_to == nullptr) return; // the first box is being made
    ++m_number;
    m_before.reset();
    m_after.reset();
    loadOne(Revision(static_cast<std::uint64_t>(m_from->value())), m_before);
    loadOne(Revision(static_cast<std::uint64_t>(m_to->value())), m_after);
}

void ComparisonDialog::loadOne(Revision revision, std::optional<Workflow>& place) {
    m_connection.get({.id = m_id.toStdString(), .atRevision = revision}, this,
                     [this, &place, asked = m_number](const Result<Workflow>& answer) {
                         if (asked != m_number) return;
                         if (!answer) {
                             m_table->setRowCount(0);
                             m_note->setText(model::errorText(answer.error()));
                             return;
                         }
                         place = *answer;
                         if (isLoaded()) showDifferences();
                     });
}

void ComparisonDialog::showDifferences() {
    const QList<model::RevisionDifference> differences = model::compareRevisions(*m_before, *m_after);
    m_table->setRowCount(static_cast<int>(differences.size()));
    const QString nothing = u"\u2014"_s;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const model::RevisionDifference& each = differences[row];
        addRow(row, 0, each.what);
        addRow(row, 1, each.before.value_or(nothing));
        addRow(row, 2, each.after.value_or(nothing));
    }
    m_note->setText(differences.isEmpty() ? tr("State, assignee and data are the same in both.")
                                          : tr("%n difference(s).", nullptr, static_cast<int>(differences.size())));
}

void ComparisonDialog::addRow(int row, int column, const QString& text) {
    auto* item = new QTableWidgetItem(text);
    if (column > 0) item->setFont(m_theme.monoFont());
    item->setToolTip(text.toHtmlEscaped());
    m_table->setItem(row, column, item);
}

void ComparisonDialog::copy() {
    if (isLoaded()) QGuiApplication::clipboard()->setText(model::comparisonText(*m_before, *m_after));
}

} // namespace signalbox::ui
