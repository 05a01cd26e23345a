#include "model/definition/xml_tokens.h"

#include <utility>

namespace signalbox::model {
namespace {

using Kind = XmlToken::Kind;

bool isSpace(QChar c) {
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

bool endsName(QChar c) {
    return isSpace(c) || c == u'>' || c == u'/' || c == u'=' || c == u'<' || c == u'"' || c == u'\'';
}

class Tokenizer {
public:
    explicit Tokenizer(const QString& text) : m_text(text) {}

    std::vector<XmlToken> tokens() {
        for (qsizetype open = m_text.indexOf(u'<'); open >= 0; open = m_text.indexOf(u'<', m_at)) {
            m_at = open;
            readMarkup();
        }
        return std::move(m_tokens);
    }

private:
    void readMarkup() {
        if (startsWith(u"<!--")) return readUntil(u"-->", Kind::Comment);
        if (startsWith(u"<![CDATA[")) return readCharacterData();
        if (startsWith(u"<?")) return readUntil(u"?>", Kind::Markup);
        if (startsWith(u"<!")) return readUntil(u">", Kind::Markup);
        readTag();
    }

    bool startsWith(QStringView head) const { return QStringView(m_text).sliced(m_at).startsWith(head); }

    void add(Kind kind, qsizetype start, qsizetype end, QString name = {}, bool isTag = false) {
        m_tokens.push_back(
            {.kind = kind, .start = start, .length = end - start, .name = std::move(name), .isTag = isTag});
        m_at = end;
    }

    void readUntil(QStringView closing, Kind kind) {
        const qsizetype found = m_text.indexOf(closing, m_at + 2);
        add(kind, m_at, found < 0 ? m_text.size() : found + closing.size());
    }

    void readCharacterData() {
        constexpr qsizetype kOpening = 9;
        add(Kind::Markup, m_at, m_at + kOpening);
        const qsizetype found = m_text.indexOf(u"]]>", m_at);
        if (found < 0) return void(m_at = m_text.size());
        add(Kind::Markup, found, found + 3);
    }

    void readTag() {
        const qsizetype start = m_at;
        qsizetype at = start + 1;
        const bool isClosing = at < m_text.size() && m_text[at] == u'/';
        if (isClosing) ++at;
        const qsizetype name = at;
        while (at < m_text.size() && !endsName(m_text[at]))
            ++at;
        addNamed(Kind::Tag, start, at, isClosing ? QString() : m_text.sliced(name, at - name), true);
        readAttributes();
    }

    void addNamed(Kind kind, qsizetype start, qsizetype end, const QString& name, bool isTag) {
        const bool hasPrefix = QStringView(m_text).sliced(start, end - start).contains(u':');
        add(hasPrefix ? Kind::Extension : kind, start, end, name, isTag);
    }

    void readAttributes() {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'<') return;
            if (c == u'>') return add(Kind::Tag, m_at, m_at + 1);
            if (c == u'/' && startsWith(u"/>")) return add(Kind::Tag, m_at, m_at + 2);
            if (c == u'"' || c == u'\'')
                readValue(c);
            else if (endsName(c))
                ++m_at;
            else
                readAttributeName();
        }
    }

    void readValue(QChar quote) {
        const qsizetype found = m_text.indexOf(quote, m_at + 1);
        add(Kind::Value, m_at, found < 0 ? m_text.size() : found + 1);
    }

    void readAttributeName() {
        qsizetype end = m_at;
        while (end < m_text.size() && !endsName(m_text[end]))
            ++end;
        addNamed(Kind::Attribute, m_at, end, m_text.sliced(m_at, end - m_at), false);
    }

    const QString& m_text;
    qsizetype m_at = 0;
    std::vector<XmlToken> m_tokens;
};

} // namespace

std::vector<XmlToken> xmlTokens(const QString& text) {
    return Tokenizer(text).tokens();
}

} // namespace signalbox::model
