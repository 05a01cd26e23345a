#include "ui/theme/style_sheet.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

QHash<QString, QColor> tokens(const ThemeColors& colors) {
    return {{u"bg"_s, colors.bg},         {u"panel"_s, colors.panel},
            {u"raised"_s, colors.raised}, {u"line"_s, colors.line},
            {u"text"_s, colors.text},     {u"muted"_s, colors.muted},
            {u"faint"_s, colors.faint},   {u"onFill"_s, colors.onFill},
            {u"accent"_s, colors.accent}, {u"accentWash"_s, colors.accentWash},
            {u"go"_s, colors.go},         {u"goWash"_s, colors.goWash},
            {u"warn"_s, colors.warn},     {u"warnWash"_s, colors.warnWash},
            {u"stop"_s, colors.stop},     {u"stopWash"_s, colors.stopWash}};
}

} // namespace

QString filledStyleSheet(const QString& source, const ThemeColors& colors) {
    static const QRegularExpression pattern(u"@([a-zA-Z]+)"_s);
    const auto byName = tokens(colors);
    QString filled;
    qsizetype copied = 0;
    for (auto matches = pattern.globalMatch(source); matches.hasNext();) {
        const auto match = matches.next();
        // Prose in the sheet's comments may say "@tokens"; only known names are replaced.
        const auto color = byName.constFind(match.captured(1));
        if (color == byName.constEnd()) continue;
        filled += QStringView(source).sliced(copied, match.capturedStart() - copied);
        filled += color->name();
        copied = match.capturedEnd();
    }
    return filled + source.sliced(copied);
}

QString styleSheet(const ThemeColors& colors) {
    QFile file(u":/signalbox/themes/signalbox.qss"_s);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen);
    if (!isOpen) return {};
    return filledStyleSheet(QString::fromUtf8(file.readAll()), colors);
}

} // namespace signalbox::ui
