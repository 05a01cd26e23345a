#include "engine/scxml/reader/element_parser.h"

#include <QXmlStreamReader>

#include "engine/scxml/namespaces.h"
#include "engine/scxml/reader/forbidden_markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace signalbox::scxml {
namespace {

// Far above what kMostStates and kMostTransitions need; bounds the memory of a text that is all tags.
constexpr std::size_t kMostElements = 200'000;

ElementSpace spaceOf(QStringView uri) {
    if (uri.isEmpty()) return ElementSpace::None;
    if (uri == QLatin1StringView(kScxmlNamespace.data(), static_cast<qsizetype>(kScxmlNamespace.size())))
        return ElementSpace::Scxml;
    if (uri == QLatin1StringView(kSignalboxNamespace.data(), static_cast<qsizetype>(kSignalboxNamespace.size())))
        return ElementSpace::Signalbox;
    return ElementSpace::Foreign;
}

std::string utf8(QStringView text) {
    return text.toString().toStdString();
}

bool isState(const Element& element) {
    return isScxml(element, "state") || isScxml(element, "parallel") || isScxml(element, "final") ||
           isScxml(element, "history");
}

class ElementParser {
public:
    ElementParser(const DocumentText& text, Report& report) : m_text(text), m_report(report), m_xml(text.text()) {}

    std::optional<ElementTree> parse() {
        while (!m_hasFailed && !m_xml.atEnd()) {
            m_tokenBegin = m_xml.characterOffset();
            m_xml.readNext();
            takeToken();
        }
        if (m_hasFailed) return std::nullopt;
        return std::move(m_tree);
    }

private:
    void fail(SourcePlace place, std::string message) {
        m_report.error(place, std::move(message));
        m_hasFailed = true;
    }
    SourcePlace here() const {
        return m_text.place(std::min<qsizetype>(m_xml.characterOffset(), m_text.text().size()));
    }

    void takeToken() {
        switch (m_xml.tokenType()) {
        case QXmlStreamReader::StartDocument:
            return checkEncoding();
        case QXmlStreamReader::StartElement:
            return open();
        case QXmlStreamReader::EndElement:
            m_open.back()->end = m_xml.characterOffset();
            return m_open.pop_back();
        case QXmlStreamReader::Characters:
            return takeText();
        case QXmlStreamReader::DTD:
            return fail({1, 1}, "a document type (<!DOCTYPE ...>) is not accepted: remove it");
        case QXmlStreamReader::Invalid:
            return reportSyntax();
        default:
            return;
        }
    }

    void checkEncoding() {
        const QStringView declared = m_xml.documentEncoding();
        const bool isUtf8 = declared.compare(u"utf-8", Qt::CaseInsensitive) == 0 ||
                            declared.compare(u"us-ascii", Qt::CaseInsensitive) == 0;
        const bool isUtf16 = declared.startsWith(u"utf-16", Qt::CaseInsensitive);
        if (declared.isEmpty() || (m_text.isUtf16() ? isUtf16 : isUtf8)) return;
        fail({1, 1}, fmt::format("the encoding '{}' is declared, but the text is {}", utf8(declared),
                                 m_text.isUtf16() ? "UTF-16" : "UTF-8"));
    }

    void open();
    void takeAttributes(Element& element);
    void placeAttribute(Attribute& attribute, QStringView qualifiedName);
    void checkBounds(const Element& element);
    void takeText();
    void reportSyntax();

    const DocumentText& m_text;
    Report& m_report;
    QXmlStreamReader m_xml;
    ElementTree m_tree;
    std::vector<Element*> m_open;
    std::size_t m_stateCount = 0;
    std::size_t m_transitionCount = 0;
    qsizetype m_tokenBegin = 0;
    qsizetype m_tagScan = 0; // in the start tag that is read: where the next attribute is looked for
    bool m_hasFailed = false;
};

void ElementParser::open() {
    Element& element = m_tree.elements.emplace_back();
    element.space = spaceOf(m_xml.namespaceUri());
    element.name = utf8(m_xml.name());
    element.qualifiedName = utf8(m_xml.qualifiedName());
    element.bodyBegin = m_xml.characterOffset();
    // No attribute value holds a '<'.
    element.begin = m_text.text().lastIndexOf(u'<', element.bodyBegin - 1);
    element.end = element.bodyBegin;
    element.place = m_text.place(element.begin);
    element.textPlace = m_text.place(element.bodyBegin);
    takeAttributes(element);
    if (!m_open.empty()) {
        element.parent = m_open.back();
        m_open.back()->children.push_back(&element);
    }
    m_open.push_back(&element);
    checkBounds(element);
}

void ElementParser::takeAttributes(Element& element) {
    for (const QXmlStreamNamespaceDeclaration& each : m_xml.namespaceDeclarations())
        element.bindings.push_back({utf8(each.prefix()), utf8(each.namespaceUri())});
    m_tagScan = element.begin + m_xml.qualifiedName().size() + 1;
    const QXmlStreamAttributes attributes = m_xml.attributes();
    element.attributes.reserve(static_cast<std::size_t>(attributes.size()));
    for (const QXmlStreamAttribute& each : attributes) {
        Attribute& attribute = element.attributes.emplace_back();
        attribute.space = spaceOf(each.namespaceUri());
        attribute.name = utf8(each.name());
        attribute.value = utf8(each.value());
        placeAttribute(attribute, each.qualifiedName());
    }
}

// Attributes come in the order of the text, but between namespace declarations, which are passed over.
void ElementParser::placeAttribute(Attribute& attribute, QStringView qualifiedName) {
    const QString& text = m_text.text();
    while (m_tagScan < text.size()) {
        while (m_tagScan < text.size() && text[m_tagScan].isSpace())
            ++m_tagScan;
        const qsizetype name = m_tagScan;
        const qsizetype equals = text.indexOf(u'=', name);
        qsizetype quote = equals + 1;
        while (quote < text.size() && text[quote].isSpace())
            ++quote;
        if (equals < 0 || quote >= text.size()) return;
        m_tagScan = text.indexOf(text[quote], quote + 1) + 1;
        if (QStringView(text).mid(name, equals - name).trimmed() == qualifiedName) {
            attribute.place = m_text.place(name);
            attribute.valueOffset = quote + 1;
            attribute.valuePlace = m_text.place(attribute.valueOffset);
            return;
        }
        if (m_tagScan <= 0) return;
    }
}

void ElementParser::checkBounds(const Element& element) {
    if (isState(element)) ++m_stateCount;
    if (isScxml(element, "transition")) ++m_transitionCount;
    if (m_open.size() > kDeepest)
        fail(element.place, fmt::format("elements are nested more than {} levels deep", kDeepest));
    else if (m_stateCount > kMostStates)
        fail(element.place, fmt::format("there are more than {} states", kMostStates));
    else if (m_transitionCount > kMostTransitions)
        fail(element.place, fmt::format("there are more than {} transitions", kMostTransitions));
    else if (m_tree.elements.size() > kMostElements)
        fail(element.place, fmt::format("there are more than {} elements", kMostElements));
}

void ElementParser::takeText() {
    if (m_open.empty()) return;
    Element& element = *m_open.back();
    constexpr qsizetype kCdataOpening = 9;
    if (element.text.empty() && m_xml.isCDATA() && m_tokenBegin == element.bodyBegin)
        element.textPlace = m_text.place(m_tokenBegin + kCdataOpening);
    element.text += utf8(m_xml.text());
}

void ElementParser::reportSyntax() {
    std::string message = "this is not well-formed XML: " + m_xml.errorString().toStdString();
    if (!message.ends_with('.')) message += '.';
    message.pop_back();
    if (!m_open.empty())
        message +=
            fmt::format("; <{}> of line {} is still open", m_open.back()->qualifiedName, m_open.back()->place.line);
    fail(here(), std::move(message));
}

} // namespace

std::optional<ElementTree> parseElements(const DocumentText& text, Report& report) {
    if (const auto forbidden = findForbiddenMarkup(text.text())) {
        report.error(text.place(forbidden->offset), forbidden->message);
        return std::nullopt;
    }
    return ElementParser(text, report).parse();
}

} // namespace signalbox::scxml
