#include "ui/theme/theme_colors.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double relativeLuminance(const QColor& color) {
    return 0.2126 * linear(double{color.redF()}) + 0.7152 * linear(double{color.greenF()}) +
           0.0722 * linear(double{color.blueF()});
}

} // namespace

ThemeColors lightColors() {
    return {.dark = false,
            .bg = QColor(0xf4f5f7),
            .panel = QColor(0xffffff),
            .raised = QColor(0xfafbfc),
            .line = QColor(0xe1e4ea),
            .text = QColor(0x1a1f29),
            .muted = QColor(0x5f6979),
            .faint = QColor(0x8a93a4),
            .onFill = QColor(0xffffff),
            .accent = QColor(0x0b63ce),
            .accentWash = QColor(0xe0edfd),
            .go = QColor(0x0b7747),
            .goWash = QColor(0xdff5ea),
            .warn = QColor(0x8d5500),
            .warnWash = QColor(0xfdf1d8),
            .stop = QColor(0xc4232b),
            .stopWash = QColor(0xfde4e5)};
}

ThemeColors darkColors() {
    return {.dark = true,
            .bg = QColor(0x0f1216),
            .panel = QColor(0x151920),
            .raised = QColor(0x1b2029),
            .line = QColor(0x262d38),
            .text = QColor(0xe7eaf0),
            .muted = QColor(0x929cae),
            .faint = QColor(0x68738a),
            .onFill = QColor(0x0f1216),
            .accent = QColor(0x4c9aff),
            .accentWash = QColor(0x16304f),
            .go = QColor(0x3ecf8e),
            .goWash = QColor(0x123527),
            .warn = QColor(0xf0b429),
            .warnWash = QColor(0x3a2d0c),
            .stop = QColor(0xf8696f),
            .stopWash = QColor(0x3d161a)};
}

double contrastRatio(const QColor& first, const QColor& second) {
    const auto [darker, lighter] = std::minmax({relativeLuminance(first), relativeLuminance(second)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace signalbox::ui
