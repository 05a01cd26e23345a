#pragma once

#include <QProxyStyle>

namespace signalbox::ui {

class Theme;

// Fusion with the theme's metrics and with those controls that a style sheet cannot draw: combo boxes, check boxes,
// radio buttons, spin boxes, and a focus ring that is always visible.
class SignalboxStyle : public QProxyStyle {
    Q_OBJECT
public:
    explicit SignalboxStyle(const Theme& theme);

    using QProxyStyle::polish;
    void polish(QWidget* widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;

private:
    void drawIndicator(const QStyleOption& option, QPainter& painter, bool isRound) const;
    void drawField(const QStyleOption& option, QPainter& painter) const;
    void drawChevron(QPainter& painter, const QRect& rect, bool isDown, bool isEnabled) const;
    void drawComboBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;
    void drawSpinBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
