#pragma once

#include <QSyntaxHighlighter>

#include "model/definition/xml_tokens.h"

#include <vector>

namespace signalbox::ui {

class Theme;

// Colours an XML text by the tokens it was given.
class SourceHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    SourceHighlighter(const Theme& theme, QTextDocument& document);

    // Of the text that the document gets next.
    void setTokens(std::vector<model::XmlToken> tokens) { m_tokens = std::move(tokens); }

protected:
    void highlightBlock(const QString& text) override;

private:
    QTextCharFormat formatOf(model::XmlToken::Kind kind) const;

    const Theme& m_theme;
    std::vector<model::XmlToken> m_tokens;
};

} // namespace signalbox::ui
