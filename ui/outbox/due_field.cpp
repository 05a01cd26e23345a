#include "ui/outbox/due_field.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QVBoxLayout>

#include "model/text/countdown.h"
#include "model/text/time_text.h"

#include <algorithm>
#include <array>

namespace signalbox::ui {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Distance {
    std::chrono::minutes length;
    const char* from; // from now
    const char* by;   // as a delay
};

constexpr std::array kDistances{
    Distance{10min, QT_TRANSLATE_NOOP("signalbox::ui::DueField", "In 10 minutes"),
             QT_TRANSLATE_NOOP("signalbox::ui::DueField", "By 10 minutes")},
    Distance{1h, QT_TRANSLATE_NOOP("signalbox::ui::DueField", "In 1 hour"),
             QT_TRANSLATE_NOOP("signalbox::ui::DueField", "By 1 hour")},
    Distance{4h, QT_TRANSLATE_NOOP("signalbox::ui::DueField", "In 4 hours"),
             QT_TRANSLATE_NOOP("signalbox::ui::DueField", "By 4 hours")},
    Distance{24h, QT_TRANSLATE_NOOP("signalbox::ui::DueField", "In 1 day"),
             QT_TRANSLATE_NOOP("signalbox::ui::DueField", "By 1 day")},
    Distance{7 * 24h, QT_TRANSLATE_NOOP("signalbox::ui::DueField", "In 1 week"),
             QT_TRANSLATE_NOOP("signalbox::ui::DueField", "By 1 week")},
};
constexpr int kUsual = 1; // an hour

QDateTime toDateTime(Time time) {
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

} // namespace

DueField::DueField(const Clock& clock, Time base, bool isDelay, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_base(base)
    , m_choice(new QComboBox(this))
    , m_moment(new QDateTimeEdit(this))
    , m_told(new QLabel(this)) {
    m_choice->setObjectName(u"dueChoice"_s);
    m_choice->setAccessibleName(isDelay ? tr("How long") : tr("When"));
    m_moment->setObjectName(u"dueMoment"_s);
    m_moment->setAccessibleName(tr("Date and time"));
    m_moment->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_told->setObjectName(u"dueTold"_s);
    m_told->setTextFormat(Qt::PlainText);
    m_told->setProperty("tone", u"muted"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_choice);
    layout->addWidget(m_moment);
    layout->addWidget(m_told);
    fill(isDelay);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &DueField::refresh);
    connect(m_moment, &QDateTimeEdit::dateTimeChanged, this, &DueField::refresh);
    refresh();
}

void DueField::fill(bool isDelay) {
    for (const Distance& each : kDistances)
        m_choice->addItem(tr(isDelay ? each.by : each.from));
    m_choice->addItem(isDelay ? tr("To a date and time") : tr("At a date and time"));
    m_choice->setCurrentIndex(kUsual);
    m_moment->setDateTime(toDateTime(start() + kDistances[kUsual].length));
}

Time DueField::start() const {
    return std::max(m_base, m_clock.now());
}

Time DueField::due() const {
    const auto chosen = static_cast<std::size_t>(std::max(0, m_choice->currentIndex()));
    if (chosen < kDistances.size()) return start() + kDistances[chosen].length;
    return Time{std::chrono::milliseconds{m_moment->dateTime().toMSecsSinceEpoch()}};
}

bool DueField::isGood() const {
    return due() > m_clock.now();
}

void DueField::refresh() {
    m_moment->setVisible(m_choice->currentIndex() == static_cast<int>(kDistances.size()));
    m_told->setText(isGood() ? tr("Due %1").arg(model::zonedTimeText(due(), model::TimeDisplay::Local))
                             : tr("That is past. Choose a moment that is to come."));
    Q_EMIT changed();
}

} // namespace signalbox::ui
