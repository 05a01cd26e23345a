#include "ui/shell/status_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/environment_badge.h"
#include "ui/widgets/figure_button.h"
#include "ui/widgets/status_dot.h"
#include "ui/widgets/tabular_label.h"

#include <array>
#include <chrono>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kHeight = 26;
constexpr int kFigureGap = 18;
constexpr auto kMessageTime = 8s;

void showFigure(TabularLabel& label, const QString& text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
}

QString number(qint64 value) {
    return QLocale().toString(value);
}

QString rateText(double rate) {
    return QLocale().toString(rate, 'f', rate < 10 && rate > 0 ? 1 : 0);
}

} // namespace

StatusStrip::StatusStrip(const Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme) {
    setObjectName(u"statusStrip"_s);
    setAccessibleName(tr("Status"));
    setFixedHeight(kHeight);
    setProperty("surface", u"strip"_s);
    m_dot = new StatusDot(theme, this);
    m_connection = newFigure(u"statusConnection"_s);
    m_environment = new EnvironmentBadge(theme, this);
    m_environment->setObjectName(u"statusEnvironment"_s);
    m_detail = newFigure(u"statusServerDetail"_s);
    m_age = newFigure(u"statusServerAge"_s);
    m_retry = new FigureButton(theme, Tone::Accent, this);
    m_retry->setObjectName(u"statusRetry"_s);
    m_retry->setText(tr("Retry now"));
    m_retry->setAccessibleName(m_retry->text());
    connect(m_retry, &QAbstractButton::clicked, this, &StatusStrip::retryActivated);
    m_shared = new FigureButton(theme, Tone::Accent, this);
    m_shared->setObjectName(u"statusShared"_s);
    m_shared->setText(tr("Shared with others"));
    m_shared->setAccessibleName(m_shared->text());
    m_shared->setToolTip(tr("Others may connect to this store: show how, or stop it"));
    connect(m_shared, &QAbstractButton::clicked, this, &StatusStrip::sharingActivated);
    m_rate = newFigure(u"statusRate"_s);
    m_memory = newFigure(u"statusMemory"_s);
    m_change = newFigure(u"statusChange"_s);
    m_outbox = newFigure(u"statusOutbox"_s);
    m_failed = new FigureButton(theme, Tone::Stop, this);
    m_failed->setObjectName(u"statusFailed"_s);
    m_failed->setToolTip(tr("Effects that were given up: show the problems"));
    connect(m_failed, &QAbstractButton::clicked, this, &StatusStrip::failedActivated);
    m_held = new FigureButton(theme, Tone::Warn, this);
    m_held->setObjectName(u"statusHeld"_s);
    m_held->setToolTip(tr("Effects that wait until a mail server is named: open the preferences"));
    connect(m_held, &QAbstractButton::clicked, this, &StatusStrip::heldActivated);
    m_saved = newFigure(u"statusSaved"_s);
    m_message = new ElidedLabel({}, this);
    m_message->setObjectName(u"statusMessage"_s);
    m_messageTimer.setSingleShot(true);
    m_messageTimer.setInterval(kMessageTime);
    connect(&m_messageTimer, &QTimer::timeout, this, [this] { m_message->setText({}); });
    buildLayout();
    setFigures({});
    setServer({});
    setShared(false);
}

void StatusStrip::buildLayout() {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 1, 12, 0);
    layout->setSpacing(kFigureGap);
    auto* store = new QHBoxLayout;
    store->setSpacing(4);
    store->addWidget(m_dot);
    store->addWidget(m_connection);
    store->addWidget(m_environment);
    store->addWidget(m_detail);
    store->addSpacing(8);
    store->addWidget(m_age);
    store->addWidget(m_retry);
    store->addWidget(m_shared);
    layout->addLayout(store);
    for (QWidget* figure : {m_rate, m_memory, m_change}) {
        layout->addWidget(figure);
    }
    layout->addWidget(m_message, 1);
    for (QWidget* figure :
         {static_cast<QWidget*>(m_outbox), static_cast<QWidget*>(m_failed), static_cast<QWidget*>(m_held)}) {
        layout->addWidget(figure);
    }
    layout->addWidget(m_saved);
}

void StatusStrip::setConnection(const QString& name, Tone tone, const QString& state) {
    m_dot->setTone(tone);
    m_dot->setToolTip(state);
    m_name = name;
    m_nameInFull = tone == Tone::Go || state.isEmpty() ? name : tr("%1: %2").arg(name, state);
    m_connection->setTone(tone == Tone::Go ? Tone::Muted : tone);
    fit();
    m_connection->setAccessibleName(tr("Store %1: %2").arg(name, state));
}

void StatusStrip::setServer(const std::optional<ServerBadge>& server) {
    const ServerBadge shown = server.value_or(ServerBadge());
    m_environment->setServer(server ? model::environmentWord(shown.environment) : QString(), shown.colour,
                             shown.environment);
    m_detail->setText(shown.detail);
    showFigure(*m_age, shown.age);
    m_age->setToolTip(shown.detail);
    m_retry->setVisible(shown.canRetry);
    fit();
}

void StatusStrip::setShared(bool isShared) {
    m_shared->setVisible(isShared);
    fit();
}

void StatusStrip::setFigures(const StatusFigures& figures) {
    const auto& [rate, resident, total, change, outbox, failed, held] = figures;
    m_rate->setText(rate ? tr("%1 fires/s").arg(rateText(*rate)) : QString());
    m_memory->setText(resident && total ? tr("%1 in memory of %2").arg(number(*resident), number(*total)) : QString());
    m_change->setText(change ? tr("change %1").arg(number(*change)) : QString());
    m_outbox->setText(outbox ? tr("Outbox %1").arg(number(*outbox)) : QString());
    m_failed->setVisible(failed > 0);
    m_failed->setText(tr("%1 failed").arg(number(failed)));
    m_failed->setAccessibleName(tr("Failed effects: %1").arg(number(failed)));
    m_held->setVisible(held > 0);
    m_held->setText(tr("%1 held").arg(number(held)));
    m_held->setAccessibleName(tr("Held effects: %1").arg(number(held)));
    fit();
}

void StatusStrip::setSaved() {
    m_saved->setTone(Tone::Muted);
    m_saved->setText(tr("Saved · all changes durable"));
    m_hasSaveProblem = false;
    fit();
}

void StatusStrip::setSaveProblem(const QString& problem) {
    m_saved->setTone(Tone::Stop);
    m_saved->setText(u"⚠ "_s + problem);
    m_saved->setAccessibleName(tr("Not saved: %1").arg(problem));
    m_hasSaveProblem = true;
    fit();
}

void StatusStrip::setSavedUnknown() {
    m_saved->setTone(Tone::Muted);
    m_saved->setText({});
    m_hasSaveProblem = false;
    fit();
}

void StatusStrip::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fit();
}

// What tells least about whether one can go on gives way first; how old everything is that is shown, never.
void StatusStrip::fit() {
    const std::array giving{m_change, m_memory, m_rate, m_saved, m_outbox, m_detail};
    for (TabularLabel* each : giving)
        each->setVisible(!each->text().isEmpty());
    m_connection->setText(m_nameInFull);
    for (TabularLabel* each : giving) {
        if (!isTooWide()) return;
        if (each != m_saved || !m_hasSaveProblem) each->hide();
    }
    if (isTooWide()) m_connection->setText(m_name);
}

bool StatusStrip::isTooWide() {
    layout()->invalidate();
    layout()->activate(); // also of the layout within
    return layout()->minimumSize().width() > width();
}

void StatusStrip::showMessage(const QString& message, Tone tone) {
    QPalette palette = m_message->palette();
    palette.setColor(QPalette::WindowText, toneColor(m_theme.colors(), tone));
    m_message->setPalette(palette);
    m_message->setText(message);
    m_messageTimer.start();
    QAccessibleEvent alert(m_message, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString StatusStrip::message() const {
    return m_message->text();
}

TabularLabel* StatusStrip::newFigure(const QString& name) {
    auto* label = new TabularLabel(m_theme, {}, this);
    label->setObjectName(name);
    return label;
}

} // namespace signalbox::ui
