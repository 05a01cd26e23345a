#include "ui/theme/signalbox_style.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal kRadius = 6;
constexpr int kControlHeight = 28;
constexpr int kCellPadding = 8;
constexpr int kFieldPadding = 6; // so that the text of every field begins at one place

bool isField(const QWidget* widget) {
    return qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget);
}

// The line in a field shows the ground that the field has painted.
void makeTransparent(QWidget& line) {
    QPalette palette = line.palette();
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
        palette.setColor(group, QPalette::Base, Qt::transparent);
    line.setPalette(palette);
}

} // namespace

SignalboxStyle::SignalboxStyle(const Theme& theme) : QProxyStyle(QStyleFactory::create(u"Fusion"_s)), m_theme(theme) {}

void SignalboxStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (auto* header = qobject_cast<QHeaderView*>(widget))
        header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    // A style sheet's style does not ask this one how large they are.
    if (auto* spin = qobject_cast<QAbstractSpinBox*>(widget)) spin->setMinimumHeight(kControlHeight);
    if (qobject_cast<QLineEdit*>(widget) && isField(widget->parentWidget())) makeTransparent(*widget);
}

int SignalboxStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_SplitterWidth:
        return 1;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 16;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    // Text in cells starts where the header's text does.
    case PM_FocusFrameHMargin:
        return kCellPadding - 1;
    case PM_HeaderDefaultSectionSizeVertical:
        return kControlHeight;
    case PM_ToolTipLabelFrameWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SignalboxStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                              QStyleHintReturn* result) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ComboBox_Popup:
        return 0;
    // Whoever animates asks for this.
    case SH_Widget_Animation_Duration:
    case SH_Widget_Animate:
        return m_theme.isMotionReduced() ? 0 : QProxyStyle::styleHint(hint, option, widget, result);
    // A menu bar shows its letters while Alt is held; MainWindow repaints it then.
    case SH_UnderlineShortcut:
        return !qobject_cast<const QMenuBar*>(widget) || QGuiApplication::keyboardModifiers().testFlag(Qt::AltModifier);
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

QSize SignalboxStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                       const QWidget* widget) const {
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_ComboBox || type == CT_SpinBox)
        size = QSize(size.width() + kFieldPadding, std::max(size.height(), kControlHeight));
    return size;
}

QRect SignalboxStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                     const QWidget* widget) const {
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const bool isText = (control == CC_ComboBox && part == SC_ComboBoxEditField) ||
                        (control == CC_SpinBox && part == SC_SpinBoxEditField);
    if (!isText) return rect;
    const bool isReversed = option->direction == Qt::RightToLeft;
    return rect.adjusted(isReversed ? 0 : kFieldPadding, 0, isReversed ? -kFieldPadding : 0, 0);
}

void SignalboxStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                   const QWidget* widget) const {
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(*option, *painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(*option, *painter, true);
        return;
    case PE_FrameFocusRect: {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_theme.colors().accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 4, 4);
        painter->restore();
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void SignalboxStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                        const QWidget* widget) const {
    if (control == CC_ComboBox) return drawComboBox(*option, *painter, widget);
    if (control == CC_SpinBox) return drawSpinBox(*option, *painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void SignalboxStyle::drawIndicator(const QStyleOption& option, QPainter& painter, bool isRound) const {
    const ThemeColors& colors = m_theme.colors();
    const bool isEnabled = option.state.testFlag(State_Enabled);
    const bool isOn = option.state.testAnyFlags(State_On | State_NoChange);
    const QRectF box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    const qreal radius = isRound ? box.width() / 2 : 4;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor fill = isOn ? (isEnabled ? colors.accent : colors.faint) : colors.bg;
    const bool hasFocus = option.state.testFlag(State_HasFocus);
    painter.setPen(QPen(isOn ? fill : (hasFocus ? colors.accent : colors.faint), hasFocus && !isOn ? 2 : 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(box, radius, radius);
    painter.setPen(QPen(colors.onFill, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF middle = box.center();
    if (isOn && isRound) {
        painter.setBrush(colors.onFill);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(middle, 2.8, 2.8);
    } else if (option.state.testFlag(State_NoChange)) {
        painter.drawLine(middle - QPointF(3, 0), middle + QPointF(3, 0));
    } else if (isOn) {
        painter.drawPolyline(
            QPolygonF({middle + QPointF(-3.2, 0.2), middle + QPointF(-0.9, 2.6), middle + QPointF(3.4, -2.6)}));
    }
    painter.restore();
}

void SignalboxStyle::drawField(const QStyleOption& option, QPainter& painter) const {
    const ThemeColors& colors = m_theme.colors();
    const bool hasFocus = option.state.testFlag(State_HasFocus);
    const bool isHovered = option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled);
    const qreal width = hasFocus ? 2 : 1;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus ? colors.accent : (isHovered ? colors.faint : colors.line), width));
    painter.setBrush(option.state.testFlag(State_Enabled) ? colors.bg : colors.panel);
    const qreal inset = width / 2;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
}

void SignalboxStyle::drawChevron(QPainter& painter, const QRect& rect, bool isDown, bool isEnabled) const {
    const QPointF middle = QRectF(rect).center();
    const qreal tip = isDown ? 2 : -2;
    painter.setPen(QPen(isEnabled ? m_theme.colors().muted : m_theme.colors().faint, 1.5, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(
        QPolygonF({middle + QPointF(-3.5, -tip), middle + QPointF(0, tip), middle + QPointF(3.5, -tip)}));
}

void SignalboxStyle::drawComboBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
    painter.save();
    drawField(option, painter);
    const QRect arrow = proxy()->subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget);
    drawChevron(painter, arrow, true, option.state.testFlag(State_Enabled));
    painter.restore();
}

void SignalboxStyle::drawSpinBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
    painter.save();
    drawField(option, painter);
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(&option);
    const auto steps = spin ? spin->stepEnabled : QAbstractSpinBox::StepEnabled();
    drawChevron(painter, proxy()->subControlRect(CC_SpinBox, &option, SC_SpinBoxUp, widget), false,
                steps.testFlag(QAbstractSpinBox::StepUpEnabled));
    drawChevron(painter, proxy()->subControlRect(CC_SpinBox, &option, SC_SpinBoxDown, widget), true,
                steps.testFlag(QAbstractSpinBox::StepDownEnabled));
    painter.restore();
}

} // namespace signalbox::ui
