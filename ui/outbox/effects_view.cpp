#include "ui/outbox/effects_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBrowser>

#include "engine/base/clock.h"
#include "model/outbox/effect_details.h"
#include "model/outbox/effect_model.h"
#include "model/outbox/effect_text.h"
#include "model/text/error_text.h"
#include "ui/outbox/detail_splitter.h"
#include "ui/outbox/outbox_table.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::EffectModel;
using model::EffectStage;

namespace {

constexpr int kLeastRows = 4; // with the heads

Tone toneOf(EffectStage stage) {
    switch (stage) {
    case EffectStage::Failed:
        return Tone::Stop;
    case EffectStage::Held:
    case EffectStage::Retrying:
        return Tone::Warn;
    case EffectStage::Sending:
    case EffectStage::Waiting:
        return Tone::Accent;
    case EffectStage::Sent:
        return Tone::Go;
    case EffectStage::Skipped:
        return Tone::Muted;
    }
    return Tone::Muted;
}

CellLook lookOf(const QModelIndex& index) {
    CellLook look;
    const auto stage = static_cast<EffectStage>(index.data(EffectModel::StageRole).toInt());
    switch (static_cast<EffectModel::Column>(index.column())) {
    case EffectModel::EffectColumn:
        look.lead = model::effectKindText(static_cast<EffectKind>(index.data(EffectModel::KindRole).toInt()));
        break;
    case EffectModel::StatusColumn:
        look.dot = toneOf(stage);
        look.isDotFilled = stage == EffectStage::Sent || stage == EffectStage::Failed;
        look.tone = stage == EffectStage::Failed ? Tone::Stop : Tone::Plain;
        break;
    case EffectModel::AttemptsColumn:
    case EffectModel::NextColumn:
        look.isTabular = true;
        break;
    case EffectModel::ReceiverColumn:
    case EffectModel::ErrorColumn:
    case EffectModel::ColumnCount:
        look.tone = Tone::Muted;
        break;
    }
    return look;
}

QString html(const QList<model::EffectDetail>& details, const Theme& theme) {
    const ThemeColors& colors = theme.colors();
    QString text;
    for (const model::EffectDetail& each : details) {
        const QColor& ink = each.isBad ? colors.stop : colors.text;
        const QString family = each.isCode ? theme.monoFont().family() : theme.uiFont().family();
        text += u"<p style='margin:8px 0 2px 0; color:%1; font-size:11px; font-weight:600'>%2</p>"_s.arg(
            colors.muted.name(), each.title.toHtmlEscaped());
        text +=
            u"<pre style='margin:0; white-space:pre-wrap; color:%1; font-family:\"%2\"; font-size:12px'>%3</pre>"_s.arg(
                ink.name(), family, each.text.toHtmlEscaped());
    }
    return text;
}

} // namespace

EffectsView::EffectsView(const Services& services, EffectModel& effects, QWidget* parent)
    : QWidget(parent)
    , m_theme(services.theme)
    , m_effects(effects)
    , m_clock(services.clock)
    , m_table(new OutboxTable(services.theme, {u"effectTable"_s, tr("Effects, newest first")}, lookOf, this))
    , m_details(new QTextBrowser(this))
    , m_splitter(new DetailSplitter(services.settings, u"inspector/effectDetails"_s, this)) {
    setObjectName(u"effectsView"_s);
    setAccessibleName(tr("Effects"));
    m_table->setModel(&effects);
    m_table->setWidths({0, 132, 132, 46, 60, 0});
    // The details tell them, too.
    m_table->setSpareColumns({EffectModel::ReceiverColumn, EffectModel::AttemptsColumn, EffectModel::ErrorColumn});
    m_table->setMinimumHeight(kLeastRows * CellDelegate::kRowHeight);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_details->setObjectName(u"effectDetails"_s);
    m_details->setAccessibleName(tr("Details of the effect"));
    m_details->setOpenLinks(false);
    m_details->setFrameShape(QFrame::NoFrame);
    m_details->setStyleSheet(u"QTextBrowser { border: none; border-radius: 0; padding: 0 4px; }"_s);
    m_splitter->setObjectName(u"effectSplitter"_s);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_details);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(buildHold());
    layout->addWidget(m_splitter, 1);
    connect(m_splitter, &DetailSplitter::arranged, this, &EffectsView::arrange);
    connect(m_table, &QWidget::customContextMenuRequested, this, &EffectsView::showRowMenu);
    connect(m_table, &QAbstractItemView::activated, this, &EffectsView::retryWanted);
    connect(m_table, &OutboxTable::removeWanted, this, &EffectsView::skipWanted);
    connect(m_table, &OutboxTable::currentRowChanged, this, &EffectsView::refresh);
    connect(&effects, &EffectModel::loaded, this, &EffectsView::refresh);
    connect(&effects, &EffectModel::failed, this, [this, &effects](const Error& error) {
        const QString refused = effects.refusal();
        m_table->setEmptyText(refused.isEmpty() ? tr("The effects could not be read. %1").arg(model::errorText(error))
                                                : refused);
    });
    connect(&m_theme, &Theme::changed, this, [this] {
        m_shownDetails.clear();
        showDetails();
    });
    arrange();
    refresh();
}

QWidget* EffectsView::buildBar() {
    auto* bar = new QFrame(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    m_retry = new QPushButton(tr("Retry now"), bar);
    m_retry->setObjectName(u"effectRetry"_s);
    m_retry->setAccessibleName(tr("Retry the effect now"));
    m_skip = new QPushButton(tr("Skip\u2026"), bar);
    m_skip->setObjectName(u"effectSkip"_s);
    m_skip->setAccessibleName(tr("Skip the effect"));
    m_skip->setToolTip(tr("Never send it: those behind it go on"));
    m_skip->setProperty("role", u"stop"_s);
    for (QPushButton* button : {m_retry, m_skip}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    m_note = new QLabel(bar);
    m_note->setObjectName(u"effectNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("tone", u"muted"_s);
    row->addWidget(m_note, 1);
    m_turn = new QPushButton(bar);
    m_turn->setObjectName(u"effectTurn"_s);
    m_turn->setAutoDefault(false);
    row->addWidget(m_turn);
    connect(m_turn, &QPushButton::clicked, this, [this] { m_splitter->showDetails(!m_splitter->showsDetails()); });
    connect(m_retry, &QPushButton::clicked, this, &EffectsView::retryWanted);
    connect(m_skip, &QPushButton::clicked, this, &EffectsView::skipWanted);
    return bar;
}

QWidget* EffectsView::buildHold() {
    m_hold = new QFrame(this);
    m_hold->setObjectName(u"effectHold"_s);
    m_hold->setProperty("surface", u"banner-warn"_s);
    auto* row = new QHBoxLayout(m_hold);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    m_holdText = new QLabel(m_hold);
    m_holdText->setObjectName(u"effectHoldText"_s);
    m_holdText->setTextFormat(Qt::PlainText);
    m_holdText->setWordWrap(true);
    row->addWidget(m_holdText, 1);
    m_configure = new QPushButton(tr("Preferences\u2026"), m_hold);
    m_configure->setObjectName(u"effectConfigure"_s);
    m_configure->setAccessibleName(tr("Open the preferences of effects"));
    m_configure->setAutoDefault(false);
    connect(m_configure, &QPushButton::clicked, this, &EffectsView::configureWanted);
    row->addWidget(m_configure, 0, Qt::AlignVCenter);
    return m_hold;
}

std::optional<EffectEntry> EffectsView::current() const {
    const EffectEntry* entry = m_effects.effectAt(m_table->currentRow());
    return entry ? std::optional(*entry) : std::nullopt;
}

void EffectsView::choose(EffectId id) {
    if (const int row = m_effects.rowOf(id); row >= 0) m_table->setCurrentIndex(m_effects.index(row, 0));
}

void EffectsView::setConfigurable(bool isConfigurable) {
    m_isConfigurable = isConfigurable;
    refresh();
}

void EffectsView::setStandstill(const QString& reason) {
    m_standstill = reason;
    refresh();
}

QString EffectsView::refusal() const {
    if (!m_standstill.isEmpty()) return m_standstill;
    const auto entry = current();
    if (!entry) return tr("There is no effect to act on.");
    switch (model::stageOf(*entry)) {
    case EffectStage::Sent:
        return tr("It was sent already.");
    case EffectStage::Skipped:
        return tr("It was skipped already.");
    case EffectStage::Sending:
        return tr("It is being sent right now.");
    case EffectStage::Failed:
    case EffectStage::Held:
    case EffectStage::Retrying:
    case EffectStage::Waiting:
        return {};
    }
    Q_UNREACHABLE();
}

void EffectsView::refresh() {
    const QString why = refusal();
    m_retry->setEnabled(why.isEmpty());
    m_skip->setEnabled(why.isEmpty());
    m_note->setText(current() ? why : QString());
    const QString hold = m_effects.holdReason();
    m_hold->setVisible(!hold.isEmpty());
    m_holdText->setText(tr("Held: %1. Nothing is lost; it goes as soon as that is mended.").arg(hold));
    m_configure->setVisible(m_isConfigurable);
    if (m_effects.isLoaded())
        m_table->setEmptyText(tr("It has asked nobody for anything yet: no mail, no web request, no message."));
    showDetails();
    Q_EMIT currentChanged();
}

void EffectsView::arrange() {
    const bool isDetails = m_splitter->showsDetails();
    m_turn->setVisible(m_splitter->isOneAtATime() && current().has_value());
    m_turn->setText(isDetails ? tr("List") : tr("Details"));
    m_turn->setAccessibleName(isDetails ? tr("Back to the list of effects") : tr("Details of the effect"));
    m_turn->parentWidget()->layout()->activate(); // a longer text has its room at once
}

void EffectsView::showDetails() {
    const auto entry = current();
    m_splitter->setHasDetails(entry.has_value());
    const QString text = entry ? html(model::effectDetails(*entry, m_clock.now()), m_theme) : QString();
    if (text == m_shownDetails) return;
    m_shownDetails = text;
    m_details->setHtml(text);
    m_details->verticalScrollBar()->setValue(0);
}

QString EffectsView::detailsText() const {
    return m_details->toPlainText();
}

void EffectsView::showRowMenu(const QPoint& place) {
    if (!m_table->indexAt(place).isValid()) return;
    auto* menu = new QMenu(m_table);
    menu->setObjectName(u"effectRowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_retry->text(), this, &EffectsView::retryWanted)->setEnabled(m_retry->isEnabled());
    menu->addAction(m_skip->text(), this, &EffectsView::skipWanted)->setEnabled(m_skip->isEnabled());
    menu->addSeparator();
    menu->addAction(tr("Copy as command\u2026"), this, &EffectsView::commandsWanted)
        ->setObjectName(u"effectCommands"_s);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void EffectsView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_effects.setWatched(true);
}

void EffectsView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_effects.setWatched(false);
}

} // namespace signalbox::ui
