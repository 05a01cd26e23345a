#include "ui/outbox/timers_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include "model/outbox/timer_model.h"
#include "model/text/error_text.h"
#include "ui/outbox/outbox_table.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::TimerModel;

namespace {

CellLook lookOf(const QModelIndex& index) {
    CellLook look;
    switch (static_cast<TimerModel::Column>(index.column())) {
    case TimerModel::NameColumn:
        look.tone = index.data(TimerModel::IsOwnRole).toBool() ? Tone::Muted : Tone::Plain;
        break;
    case TimerModel::TriggerColumn:
        look.isBold = true;
        break;
    case TimerModel::CountdownColumn:
        look.isTabular = true;
        look.tone = index.data(TimerModel::IsDueRole).toBool() ? Tone::Warn : Tone::Plain;
        break;
    case TimerModel::DueColumn:
        look.isMono = true;
        look.tone = Tone::Muted;
        break;
    case TimerModel::RepeatsColumn:
    case TimerModel::ColumnCount:
        look.tone = Tone::Muted;
        break;
    }
    return look;
}

} // namespace

TimersView::TimersView(const Theme& theme, TimerModel& timers, QWidget* parent)
    : QWidget(parent)
    , m_timers(timers)
    , m_table(new OutboxTable(theme, {u"timerTable"_s, tr("Timers, the next one first")}, lookOf, this)) {
    setObjectName(u"timersView"_s);
    setAccessibleName(tr("Timers"));
    m_table->setModel(&timers);
    m_table->setWidths({0, 0, 76, 132, 84});
    m_table->setSpareColumns({TimerModel::RepeatsColumn});
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(m_table, 1);
    connect(m_table, &QWidget::customContextMenuRequested, this, &TimersView::showRowMenu);
    connect(m_table, &QAbstractItemView::activated, this, &TimersView::postponeWanted);
    connect(m_table, &OutboxTable::removeWanted, this, &TimersView::cancelWanted);
    connect(m_table, &OutboxTable::currentRowChanged, this, &TimersView::refresh);
    connect(&timers, &TimerModel::loaded, this, &TimersView::refresh);
    connect(&timers, &TimerModel::failed, this, [this, &timers](const Error& error) {
        const QString refused = timers.refusal();
        m_table->setEmptyText(refused.isEmpty() ? tr("The timers could not be read. %1").arg(model::errorText(error))
                                                : refused);
    });
    refresh();
}

QWidget* TimersView::buildBar() {
    auto* bar = new QFrame(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    m_reminder = addButton(*bar, u"timerReminder"_s, tr("Reminder\u2026"), tr("Fire a trigger at a time"));
    m_fire = addButton(*bar, u"timerFire"_s, tr("Fire now\u2026"), tr("Do not wait for the timer"));
    m_postpone = addButton(*bar, u"timerPostpone"_s, tr("Postpone\u2026"), tr("Let the timer be due later"));
    m_cancel = addButton(*bar, u"timerCancel"_s, tr("Cancel\u2026"), tr("Take the timer away"));
    m_cancel->setProperty("role", u"stop"_s);
    m_note = new QLabel(bar);
    m_note->setObjectName(u"timersNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("tone", u"muted"_s);
    row->addWidget(m_note, 1);
    connect(m_reminder, &QPushButton::clicked, this, &TimersView::reminderWanted);
    connect(m_fire, &QPushButton::clicked, this, &TimersView::fireWanted);
    connect(m_postpone, &QPushButton::clicked, this, &TimersView::postponeWanted);
    connect(m_cancel, &QPushButton::clicked, this, &TimersView::cancelWanted);
    return bar;
}

QPushButton* TimersView::addButton(QWidget& bar, const QString& name, const QString& text, const QString& toolTip) {
    auto* button = new QPushButton(text, &bar);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(toolTip);
    button->setAutoDefault(false);
    bar.layout()->addWidget(button);
    return button;
}

std::optional<TimerEntry> TimersView::current() const {
    const TimerEntry* timer = m_timers.timerAt(m_table->currentRow());
    return timer ? std::optional(*timer) : std::nullopt;
}

void TimersView::setStandstills(const Standstills& reasons) {
    m_standstills = reasons;
    refresh();
}

void TimersView::refresh() {
    const auto& [setting, moving, cancelling] = m_standstills;
    const bool hasTimer = current().has_value();
    m_reminder->setEnabled(setting.isEmpty());
    for (QPushButton* button : {m_fire, m_postpone})
        button->setEnabled(hasTimer && moving.isEmpty());
    m_cancel->setEnabled(hasTimer && cancelling.isEmpty());
    QStringList reasons{setting, moving, cancelling};
    reasons.removeAll(QString());
    m_note->setText(reasons.value(0));
    if (m_timers.isLoaded())
        m_table->setEmptyText(tr("It waits for no time. A reminder fires a trigger when it is due."));
    Q_EMIT currentChanged();
}

void TimersView::showRowMenu(const QPoint& place) {
    if (!m_table->indexAt(place).isValid()) return;
    auto* menu = new QMenu(m_table);
    menu->setObjectName(u"timerRowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_fire->text(), this, &TimersView::fireWanted)->setEnabled(m_fire->isEnabled());
    menu->addAction(m_postpone->text(), this, &TimersView::postponeWanted)->setEnabled(m_postpone->isEnabled());
    menu->addAction(m_cancel->text(), this, &TimersView::cancelWanted)->setEnabled(m_cancel->isEnabled());
    menu->addSeparator();
    menu->addAction(tr("Copy as command\u2026"), this, &TimersView::commandsWanted)->setObjectName(u"timerCommands"_s);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void TimersView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_timers.setWatched(true);
}

void TimersView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_timers.setWatched(false);
}

} // namespace signalbox::ui
