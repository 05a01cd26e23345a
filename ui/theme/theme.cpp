#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPalette>
#include <QStandardPaths>
#include <QStyle>

#include "ui/theme/signalbox_style.h"
#include "ui/theme/style_sheet.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTextPixels = 13;
constexpr int kSmallPixels = 11;
constexpr int kMonoPixels = 12;
constexpr int kTitlePixels = 16;

QFont fontOf(const QString& family, QFontDatabase::SystemFont fallback, int pixels) {
    QFont font = QFontDatabase::hasFamily(family) ? QFont(family) : QFontDatabase::systemFont(fallback);
    font.setPixelSize(pixels);
    return font;
}

QFont fixedFont() {
    QFont font = fontOf(u"JetBrains Mono"_s, QFontDatabase::FixedFont, kMonoPixels);
    font.setStyleHint(QFont::Monospace);
    return font;
}

QPalette paletteOf(const ThemeColors& colors) {
    QPalette palette;
    palette.setColor(QPalette::Window, colors.panel);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.panel);
    palette.setColor(QPalette::AlternateBase, colors.raised);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::Button, colors.raised);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.stop);
    palette.setColor(QPalette::PlaceholderText, colors.muted);
    palette.setColor(QPalette::Highlight, colors.accentWash);
    palette.setColor(QPalette::HighlightedText, colors.text);
    palette.setColor(QPalette::ToolTipBase, colors.raised);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::Light, colors.raised);
    palette.setColor(QPalette::Midlight, colors.line);
    palette.setColor(QPalette::Mid, colors.line);
    palette.setColor(QPalette::Dark, colors.line);
    palette.setColor(QPalette::Shadow, colors.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, colors.faint);
    }
    return palette;
}

QPixmap inked(QPixmap pixmap, const QColor& color) {
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    return pixmap;
}

void useIconTheme(bool isDark) {
    QStringList paths = QIcon::themeSearchPaths();
    for (const QString& path :
         QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, u"icons"_s, QStandardPaths::LocateDirectory)) {
        if (!paths.contains(path)) paths.append(path);
    }
    QIcon::setThemeSearchPaths(paths);
    QIcon::setThemeName(isDark ? u"breeze-dark"_s : u"breeze"_s);
}

} // namespace

Theme::Theme(Scheme scheme, QObject* parent)
    : QObject(parent)
    , m_scheme(scheme)
    , m_uiFont(fontOf(u"Inter"_s, QFontDatabase::GeneralFont, kTextPixels))
    , m_smallFont(fontOf(u"Inter"_s, QFontDatabase::SmallestReadableFont, kSmallPixels))
    , m_monoFont(fixedFont()) {
    refresh();
}

void Theme::setScheme(Scheme scheme) {
    const bool isOther = scheme != m_scheme;
    m_scheme = scheme;
    refresh();
    if (isOther) Q_EMIT choiceChanged();
}

void Theme::setSystemDark(bool dark) {
    m_systemDark = dark;
    refresh();
}

void Theme::setMotion(Motion motion) {
    if (motion == m_motion) return;
    m_motion = motion;
    Q_EMIT choiceChanged();
}

void Theme::install(QApplication& application) {
    Q_ASSERT(!m_application);
    m_application = &application;
    application.setStyle(new SignalboxStyle(*this));
    application.setFont(uiFont());
    applyToApplication();
}

void Theme::refresh() {
    const bool dark = m_scheme == Scheme::Dark || (m_scheme == Scheme::System && m_systemDark);
    const ThemeColors colors = dark ? darkColors() : lightColors();
    if (colors == m_colors) return;
    m_colors = colors;
    applyToApplication();
    Q_EMIT changed();
}

void Theme::applyToApplication() {
    if (!m_application) return;
    useIconTheme(m_colors.dark);
    m_application->setPalette(paletteOf(m_colors));
    m_application->setStyleSheet(styleSheet(m_colors));
}

QFont Theme::boldFont() const {
    QFont font = uiFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::titleFont() const {
    QFont font = monoFont();
    font.setPixelSize(kTitlePixels);
    font.setWeight(QFont::DemiBold);
    return font;
}

QIcon Theme::icon(const QString& name, const QColor& color) const {
    const QIcon source = QIcon::fromTheme(name);
    if (source.isNull()) return {};
    QIcon tinted;
    for (const int size : {16, 22, 32, 48}) {
        const QPixmap pixmap = source.pixmap(size, size);
        tinted.addPixmap(inked(pixmap, color), QIcon::Normal);
        tinted.addPixmap(inked(pixmap, m_colors.faint), QIcon::Disabled);
    }
    return tinted;
}

} // namespace signalbox::ui
