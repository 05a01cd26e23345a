#include "ui/workflows/state_chips_row.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLinearGradient>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "model/workflows/state_chips_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/count_chip.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::StateChipsModel;

namespace {

constexpr int kSpacing = 8;
constexpr int kFadeWidth = 28;

// Says that there is more beyond an edge.
class Fade : public QWidget {
public:
    Fade(const Theme& theme, bool isLeft, QWidget* parent) : QWidget(parent), m_theme(theme), m_isLeft(isLeft) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const QColor solid = m_theme.colors().panel;
        QColor clear = solid;
        clear.setAlpha(0);
        QLinearGradient gradient(0, 0, width(), 0);
        gradient.setColorAt(0, m_isLeft ? solid : clear);
        gradient.setColorAt(1, m_isLeft ? clear : solid);
        QPainter(this).fillRect(rect(), gradient);
    }

private:
    const Theme& m_theme;
    bool m_isLeft;
};

} // namespace

StateChipsRow::StateChipsRow(StateChipsModel& model, const Theme& theme, QWidget* parent)
    : QScrollArea(parent)
    , m_model(model)
    , m_theme(theme)
    , m_content(new QWidget)
    , m_leftFade(new Fade(theme, true, this))
    , m_rightFade(new Fade(theme, false, this)) {
    setObjectName(u"stateChips"_s);
    setAccessibleName(tr("States"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    auto* layout = new QHBoxLayout(m_content);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(kSpacing);
    setWidget(m_content);
    rebuild();
    connect(&model, &QAbstractItemModel::modelReset, this, &StateChipsRow::rebuild);
    connect(&model, &QAbstractItemModel::dataChanged, this, &StateChipsRow::update);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &StateChipsRow::placeFades);
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, &StateChipsRow::placeFades);
}

void StateChipsRow::rebuild() {
    const QString focused = focusWidget() ? focusWidget()->objectName() : QString();
    qDeleteAll(m_chips);
    m_chips.clear();
    QLayout& layout = *m_content->layout();
    while (QLayoutItem* item = layout.takeAt(0))
        delete item;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row);
        auto* chip = new CountChip(m_theme, index.data().toString(), m_content);
        chip->setObjectName(u"stateChip_"_s + index.data(StateChipsModel::StateRole).toString());
        chip->installEventFilter(this);
        connect(chip, &QAbstractButton::clicked, this, [this, row] {
            m_model.choose(row, QApplication::keyboardModifiers().testFlag(Qt::ControlModifier));
            update(); // a click on the chosen chip must not leave it unchecked
        });
        layout.addWidget(chip);
        chip->show(); // the height below counts shown chips only
        m_chips.push_back(chip);
        if (chip->objectName() == focused) chip->setFocus();
    }
    static_cast<QHBoxLayout&>(layout).addStretch();
    setFixedHeight(m_content->sizeHint().height());
    update();
}

void StateChipsRow::update() {
    for (int row = 0; row < m_chips.size() && row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row);
        m_chips[row]->setCount(index.data(StateChipsModel::CountRole).toLongLong());
        m_chips[row]->setChecked(index.data(StateChipsModel::IsSelectedRole).toBool());
        m_chips[row]->setToolTip(index.data(Qt::ToolTipRole).toString());
    }
    placeFades();
}

void StateChipsRow::placeFades() {
    const QScrollBar& bar = *horizontalScrollBar();
    m_leftFade->setGeometry(0, 0, kFadeWidth, height());
    m_rightFade->setGeometry(width() - kFadeWidth, 0, kFadeWidth, height());
    m_leftFade->setVisible(bar.value() > bar.minimum());
    m_rightFade->setVisible(bar.value() < bar.maximum());
    m_leftFade->raise();
    m_rightFade->raise();
}

void StateChipsRow::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    QScrollBar& bar = *horizontalScrollBar();
    bar.setValue(bar.value() - (turned.x() != 0 ? turned.x() : turned.y()) / 2);
    event->accept();
}

void StateChipsRow::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    placeFades();
}

bool StateChipsRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) ensureWidgetVisible(qobject_cast<QWidget*>(watched), kFadeWidth, 0);
    return QScrollArea::eventFilter(watched, event);
}

} // namespace signalbox::ui
