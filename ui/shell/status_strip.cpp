#include "ui/shell/status_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/status_dot.h"
#include "ui/widgets/tabular_label.h"

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
    m_rate = newFigure(u"statusRate"_s);
    m_memory = newFigure(u"statusMemory"_s);
    m_change = newFigure(u"statusChange"_s);
    m_outbox = newFigure(u"statusOutbox"_s);
    m_saved = newFigure(u"statusSaved"_s);
    m_message = new ElidedLabel({}, this);
    m_message->setObjectName(u"statusMessage"_s);
    m_messageTimer.setSingleShot(true);
    m_messageTimer.setInterval(kMessageTime);
    connect(&m_messageTimer, &QTimer::timeout, this, [this] { m_message->setText({}); });

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 1, 12, 0);
    layout->setSpacing(kFigureGap);
    auto* store = new QHBoxLayout;
    store->setSpacing(4);
    store->addWidget(m_dot);
    store->addWidget(m_connection);
    layout->addLayout(store);
    for (QWidget* figure : {m_rate, m_memory, m_change}) {
        layout->addWidget(figure);
    }
    layout->addWidget(m_message, 1);
    layout->addWidget(m_outbox);
    layout->addWidget(m_saved);
    setFigures({});
}

void StatusStrip::setConnection(const QString& name, Tone tone, const QString& state) {
    m_dot->setTone(tone);
    m_dot->setToolTip(state);
    m_connection->setText(tone == Tone::Go || state.isEmpty() ? name : tr("%1: %2").arg(name, state));
    m_connection->setTone(tone == Tone::Go ? Tone::Muted : tone);
    m_connection->setAccessibleName(tr("Store %1: %2").arg(name, state));
}

void StatusStrip::setFigures(const StatusFigures& figures) {
    const auto& [rate, resident, total, change, outbox] = figures;
    showFigure(*m_rate, rate ? tr("%1 fires/s").arg(rateText(*rate)) : QString());
    showFigure(*m_memory,
               resident && total ? tr("%1 in memory of %2").arg(number(*resident), number(*total)) : QString());
    showFigure(*m_change, change ? tr("change %1").arg(number(*change)) : QString());
    showFigure(*m_outbox, outbox ? tr("Outbox %1").arg(number(*outbox)) : QString());
}

void StatusStrip::setSaved() {
    m_saved->setTone(Tone::Muted);
    m_saved->setText(tr("Saved · all changes durable"));
}

void StatusStrip::setSaveProblem(const QString& problem) {
    m_saved->setTone(Tone::Stop);
    m_saved->setText(u"⚠ "_s + problem);
    m_saved->setAccessibleName(tr("Not saved: %1").arg(problem));
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
