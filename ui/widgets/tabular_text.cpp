#include "ui/widgets/tabular_text.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

int digitWidth(const QFontMetrics& metrics) {
    int widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    }
    return widest;
}

// Returns: the length of the run from `start`: one digit, or all up to the next digit.
qsizetype runLength(const QString& text, qsizetype start) {
    if (text.at(start).isDigit()) return 1;
    qsizetype end = start + 1;
    while (end < text.size() && !text.at(end).isDigit()) {
        ++end;
    }
    return end - start;
}

int runWidth(const QFontMetrics& metrics, const QString& run, int digit) {
    return run.at(0).isDigit() ? digit : metrics.horizontalAdvance(run);
}

} // namespace

int tabularWidth(const QFontMetrics& metrics, const QString& text) {
    const int digit = digitWidth(metrics);
    int width = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = runLength(text, at);
        width += runWidth(metrics, text.sliced(at, length), digit);
        at += length;
    }
    return width;
}

void drawTabularText(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetrics metrics = painter.fontMetrics();
    const int digit = digitWidth(metrics);
    const int width = tabularWidth(metrics, text);
    int x = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) x = rect.right() + 1 - width;
    if (alignment.testFlag(Qt::AlignHCenter)) x = rect.left() + (rect.width() - width) / 2;
    const int baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = runLength(text, at);
        const QString run = text.sliced(at, length);
        const int slack = runWidth(metrics, run, digit) - metrics.horizontalAdvance(run);
        painter.drawText(x + slack / 2, baseline, run);
        x += runWidth(metrics, run, digit);
        at += length;
    }
}

} // namespace signalbox::ui
