#include <QSignalSpy>

#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr double kText = 4.5;

struct NamedColor {
    const char* name;
    QColor color;
};

QList<ThemeColors> schemes() {
    return {lightColors(), darkColors()};
}

// Source: WCAG 2.1, the extremes of the ratio.
TEST(ThemeColors, ContrastOfBlackOnWhiteIsTwentyOne) {
    EXPECT_NEAR(contrastRatio(Qt::black, Qt::white), 21.0, 0.01);
    EXPECT_NEAR(contrastRatio(Qt::white, Qt::white), 1.0, 0.01);
}

TEST(ThemeColors, TextIsReadableOnEverySurface) {
    for (const ThemeColors& colors : schemes()) {
        const NamedColor inks[] = {{"text", colors.text}, {"muted", colors.muted}, {"accent", colors.accent},
                                   {"go", colors.go},     {"warn", colors.warn},   {"stop", colors.stop}};
        const NamedColor surfaces[] = {
            {"bg", colors.bg}, {"panel", colors.panel}, {"raised", colors.raised}, {"accentWash", colors.accentWash}};
        for (const auto& ink : inks) {
            for (const auto& surface : surfaces) {
                EXPECT_GE(contrastRatio(ink.color, surface.color), kText)
                    << ink.name << " on " << surface.name << (colors.dark ? " (dark)" : " (light)");
            }
        }
    }
}

TEST(ThemeColors, SemanticColorsAreReadableOnTheirWashAndUnderFilledText) {
    for (const ThemeColors& colors : schemes()) {
        EXPECT_GE(contrastRatio(colors.go, colors.goWash), kText);
        EXPECT_GE(contrastRatio(colors.warn, colors.warnWash), kText);
        EXPECT_GE(contrastRatio(colors.stop, colors.stopWash), kText);
        EXPECT_GE(contrastRatio(colors.text, colors.stopWash), kText);
        for (const QColor& fill : {colors.accent, colors.go, colors.warn, colors.stop}) {
            EXPECT_GE(contrastRatio(colors.onFill, fill), kText) << fill.name().toStdString();
        }
    }
}

TEST(ThemeColors, FaintStaysVisibleAsDecoration) {
    for (const ThemeColors& colors : schemes()) {
        for (const QColor& surface : {colors.bg, colors.panel, colors.raised}) {
            EXPECT_GE(contrastRatio(colors.faint, surface), 2.8);
        }
    }
}

TEST(Theme, SwitchingTheSchemeAnnouncesNewColorsOnce) {
    Theme theme(Scheme::Light);
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setScheme(Scheme::Dark);
    theme.setScheme(Scheme::Dark);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(theme.colors(), darkColors());
}

TEST(Theme, FollowsTheSystemOnlyWhenAskedTo) {
    Theme theme(Scheme::System);
    EXPECT_FALSE(theme.isDark());
    theme.setSystemDark(true);
    EXPECT_TRUE(theme.isDark());
    theme.setScheme(Scheme::Light);
    EXPECT_FALSE(theme.isDark());
}

TEST(StyleSheet, ReplacesEveryToken) {
    const QString sheet = styleSheet(lightColors());
    ASSERT_FALSE(sheet.isEmpty());
    const QString rules = sheet.mid(sheet.indexOf(u"*/"_s));
    EXPECT_FALSE(rules.contains(u'@')) << rules.mid(rules.indexOf(u'@'), 40).toStdString();
}

TEST(StyleSheet, LongerTokenIsNotTakenForItsPrefix) {
    const ThemeColors colors = lightColors();
    EXPECT_EQ(filledStyleSheet(u"@go @goWash;"_s, colors), colors.go.name() + u' ' + colors.goWash.name() + u';');
}

} // namespace
} // namespace signalbox::ui
