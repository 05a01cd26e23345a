#include "ui/definition/source_highlighter.h"

#include <QTextDocument>

#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using Kind = model::XmlToken::Kind;

SourceHighlighter::SourceHighlighter(const Theme& theme, QTextDocument& document)
    : QSyntaxHighlighter(&document)
    , m_theme(theme) {
    connect(&theme, &Theme::changed, this, &SourceHighlighter::rehighlight);
}

void SourceHighlighter::highlightBlock(const QString& text) {
    const qsizetype start = currentBlock().position();
    const qsizetype end = start + text.size();
    auto token = std::ranges::lower_bound(m_tokens, start, {}, [](const model::XmlToken& each) { return each.end(); });
    for (; token != m_tokens.end() && token->start < end; ++token) {
        const qsizetype from = std::max(token->start, start);
        const qsizetype to = std::min(token->end(), end);
        if (from < to) setFormat(static_cast<int>(from - start), static_cast<int>(to - from), formatOf(token->kind));
    }
}

// Weight and slant tell the kinds apart, too.
QTextCharFormat SourceHighlighter::formatOf(Kind kind) const {
    const ThemeColors& colors = m_theme.colors();
    QTextCharFormat format;
    switch (kind) {
    case Kind::Tag:
        format.setForeground(colors.accent);
        break;
    case Kind::Attribute:
        format.setForeground(colors.muted);
        break;
    case Kind::Value:
        format.setForeground(colors.go);
        break;
    case Kind::Comment:
    case Kind::Markup:
        format.setForeground(colors.muted);
        format.setFontItalic(true);
        break;
    case Kind::Extension:
        format.setForeground(colors.warn);
        break;
    }
    return format;
}

} // namespace signalbox::ui
