#include "ui/shell/palette_corner.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QResizeEvent>
#include <QStyle>
#include <QToolButton>

#include "ui/shell/palette_button.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kEnd = 12; // from the window's edge
constexpr int kGap = 8;  // from the last menu

} // namespace

PaletteCorner::PaletteCorner(PaletteButton& button, QMenuBar& bar)
    : QWidget(&bar)
    , m_button(button)
    , m_bar(bar)
    , m_layout(new QHBoxLayout(this)) {
    setObjectName(u"paletteCorner"_s);
    m_layout->setContentsMargins(0, 2, kEnd, 3);
    m_layout->addWidget(&button);
    bar.setCornerWidget(this, Qt::TopRightCorner);
    bar.installEventFilter(this);
    fit();
}

// Before the bar itself takes notice of its size; of all else it tells what it comes to only after it has.
bool PaletteCorner::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::Resize:
        fit();
        break;
    case QEvent::Show:
    case QEvent::ActionAdded:
    case QEvent::ActionChanged:
    case QEvent::ActionRemoved:
    case QEvent::FontChange:
    case QEvent::StyleChange:
        fitLater();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

// The bar gives its corner what it wants, over the menus if need be.
void PaletteCorner::fit() {
    const int room = m_bar.width() - widthOfMenus() - kEnd - kGap;
    const bool hasRest = room < PaletteButton::kIconWidth;
    m_button.setFixedWidth(room < PaletteButton::kLeastTextWidth ? PaletteButton::kIconWidth
                                                                 : std::min(room, PaletteButton::kFullWidth));
    // The button for the rest is at the edge of this one, and beneath it.
    auto* rest = m_bar.findChild<QToolButton*>(u"qt_menubar_ext_button"_s);
    m_layout->setContentsMargins(hasRest && rest ? rest->sizeHint().width() : 0, 2, kEnd, 3);
    if (rest) rest->raise();
}

void PaletteCorner::fitLater() {
    const auto fitNow = [this] {
        QResizeEvent again(m_bar.size(), m_bar.size());
        QCoreApplication::sendEvent(&m_bar, &again);
    };
    QMetaObject::invokeMethod(this, fitNow, Qt::QueuedConnection);
}

// With what stands before them.
int PaletteCorner::widthOfMenus() const {
    const int spacing = m_bar.style()->pixelMetric(QStyle::PM_MenuBarItemSpacing, nullptr, &m_bar);
    int width = 2 * m_bar.style()->pixelMetric(QStyle::PM_MenuBarPanelWidth, nullptr, &m_bar);
    if (const QWidget* left = m_bar.cornerWidget(Qt::TopLeftCorner)) width += left->sizeHint().width();
    for (QAction* menu : m_bar.actions())
        if (menu->isVisible()) width += m_bar.actionGeometry(menu).width() + spacing;
    return width;
}

} // namespace signalbox::ui
