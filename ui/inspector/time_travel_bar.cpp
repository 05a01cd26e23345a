#include "ui/inspector/time_travel_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>

#include "model/inspector/inspector_model.h"
#include "ui/shell/command_registry.h"

#include <limits>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 kSliderLimit = std::numeric_limits<int>::max();

int sliderValue(Revision revision) {
    return static_cast<int>(std::min<quint64>(revision.value(), kSliderLimit));
}

} // namespace

TimeTravelBar::TimeTravelBar(model::InspectorModel& inspector, const CommandRegistry& commands, QWidget* parent)
    : QFrame(parent)
    , m_inspector(inspector)
    , m_commands(commands)
    , m_text(new QLabel(this))
    , m_slider(new QSlider(Qt::Horizontal, this)) {
    setObjectName(u"timeTravelBar"_s);
    setAccessibleName(tr("Time travel"));
    setProperty("surface", u"banner-accent"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 8, 4);
    row->setSpacing(8);
    m_text->setObjectName(u"timeTravelText"_s);
    m_text->setTextFormat(Qt::PlainText);
    row->addWidget(m_text);
    m_slider->setObjectName(u"timeTravelSlider"_s);
    m_slider->setAccessibleName(tr("Revision"));
    row->addWidget(m_slider, 1);
    m_previous = addButton(u"timeTravelPrevious"_s, u"\u2039"_s, u"history.previous"_s);
    m_next = addButton(u"timeTravelNext"_s, u"\u203a"_s, u"history.next"_s);
    QPushButton* live = addButton(u"timeTravelLive"_s, tr("Back to live"), u"history.live"_s);
    live->setProperty("role", u"link"_s);
    connect(m_previous, &QPushButton::clicked, &inspector, &model::InspectorModel::showPrevious);
    connect(m_next, &QPushButton::clicked, &inspector, &model::InspectorModel::showNext);
    connect(live, &QPushButton::clicked, &inspector, &model::InspectorModel::showLive);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { m_inspector.showRevision(Revision{static_cast<std::uint64_t>(value)}); });
    refresh();
}

QPushButton* TimeTravelBar::addButton(const QString& name, const QString& text, const QString& commandId) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setProperty("role", u"flat"_s);
    if (m_commands.contains(commandId)) {
        button->setAccessibleName(m_commands.command(commandId).text);
        const auto showKeys = [&commands = m_commands, button, commandId](const QString& id) {
            if (id == commandId) button->setToolTip(commands.toolTip(id));
        };
        showKeys(commandId);
        connect(&m_commands, &CommandRegistry::commandChanged, button, showKeys);
    }
    layout()->addWidget(button);
    return button;
}

void TimeTravelBar::setTimeDisplay(model::TimeDisplay display) {
    m_timeDisplay = display;
    refresh();
}

void TimeTravelBar::refresh() {
    setVisible(!m_inspector.isLive() && m_inspector.workflow() != nullptr);
    if (!isVisibleTo(parentWidget())) return;
    QString text = tr("as of revision %1 of %2")
                       .arg(m_inspector.shownRevision().value())
                       .arg(m_inspector.newestRevision().value());
    const Change* change = m_inspector.change();
    if (change != nullptr) text += u" \u00b7 "_s + model::zonedTimeText(change->at, m_timeDisplay);
    m_text->setText(text);
    m_text->setToolTip(change != nullptr ? model::timeToolTip(change->at) : QString());
    const QSignalBlocker blocker(m_slider);
    m_slider->setRange(0, sliderValue(m_inspector.newestRevision()));
    m_slider->setValue(sliderValue(m_inspector.shownRevision()));
    m_previous->setEnabled(m_inspector.canGoBack());
    m_next->setEnabled(m_inspector.canGoForward());
}

} // namespace signalbox::ui
