#include "engine/scxml/reader/forbidden_markup.h"

#include <fmt/format.h>

#include <cstddef>

namespace signalbox::scxml {
namespace {

// The parser compares every attribute of a tag with every other, and every prefix with all declarations in scope.
constexpr std::size_t kMostAttributes = 64;
constexpr std::size_t kMostDeclarations = 1'000;

class MarkupScan {
public:
    explicit MarkupScan(QStringView text) : m_text(text) {}

    std::optional<ForbiddenMarkup> run() {
        for (m_at = m_text.indexOf(u'<'); m_at >= 0; m_at = m_text.indexOf(u'<', m_at)) {
            if (!skip(u"<!--", u"-->") && !skip(u"<![CDATA[", u"]]>") && !skip(u"<?", u"?>")) scanTag();
            if (m_found || m_at < 0) break;
        }
        return std::move(m_found);
    }

private:
    // What is not closed is for the parser to report.
    bool skip(QStringView opening, QStringView closing) {
        if (!m_text.mid(m_at).startsWith(opening)) return false;
        const qsizetype end = m_text.indexOf(closing, m_at + opening.size());
        m_at = end < 0 ? m_text.size() : end + closing.size();
        return true;
    }

    void refuse(std::string message) { m_found = {.offset = m_tag, .message = std::move(message)}; }

    void scanTag() {
        m_tag = m_at;
        if (m_text.mid(m_at).startsWith(u"<!"))
            return refuse("a document type (<!DOCTYPE ...>) is not accepted: remove it");
        std::size_t attributes = 0;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != u'>'; ++m_at) {
            const QChar c = m_text[m_at];
            if (c == u'=') ++attributes;
            if (c.isSpace() && m_text.mid(m_at + 1).startsWith(u"xmlns")) ++m_declarations;
            if (c == u'"' || c == u'\'') m_at = m_text.indexOf(c, m_at + 1);
            if (m_at < 0) return;
        }
        if (attributes > kMostAttributes)
            refuse(fmt::format("the tag has more than {} attributes", kMostAttributes));
        else if (m_declarations > kMostDeclarations)
            refuse(fmt::format("there are more than {} namespace declarations", kMostDeclarations));
    }

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_tag = 0;
    std::size_t m_declarations = 0;
    std::optional<ForbiddenMarkup> m_found;
};

} // namespace

std::optional<ForbiddenMarkup> findForbiddenMarkup(QStringView text) {
    return MarkupScan(text).run();
}

} // namespace signalbox::scxml
