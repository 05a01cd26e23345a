#include "engine/scxml/writer/element_writer.h"

#include <QString>
#include <QXmlStreamReader>

#include "engine/scxml/namespaces.h"

namespace signalbox::scxml {
namespace {

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

ElementWriter::ElementWriter() : m_xml(&m_bytes) {
    m_xml.setAutoFormatting(true);
    m_xml.setAutoFormattingIndent(2);
    m_xml.writeStartDocument();
    m_xml.writeDefaultNamespace(qt(kScxmlNamespace));
    m_xml.writeNamespace(qt(kSignalboxNamespace), QStringLiteral("sb"));
}

void ElementWriter::begin(std::string_view name) {
    m_xml.writeStartElement(qt(kScxmlNamespace), qt(name));
}

void ElementWriter::beginOurs(std::string_view name) {
    m_xml.writeStartElement(qt(kSignalboxNamespace), qt(name));
}

void ElementWriter::end() {
    m_xml.writeEndElement();
}

void ElementWriter::attribute(std::string_view name, std::string_view value) {
    if (!value.empty()) m_xml.writeAttribute(qt(name), qt(value));
}

void ElementWriter::ourAttribute(std::string_view name, std::string_view value) {
    if (!value.empty()) m_xml.writeAttribute(qt(kSignalboxNamespace), qt(name), qt(value));
}

void ElementWriter::script(std::string_view name, const std::optional<Script>& script) {
    if (script) attribute(name, script->text);
}

void ElementWriter::textOrScript(const std::string& name, const TextOrScript& value, std::string_view scriptSuffix) {
    if (value.script)
        attribute(name + std::string(scriptSuffix), value.script->text);
    else
        attribute(name, value.text);
}

void ElementWriter::text(std::string_view text) {
    m_xml.writeCharacters(qt(text));
}

void ElementWriter::json(const Json& value) {
    text(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void ElementWriter::document(const std::string& text) {
    QXmlStreamReader reader(QByteArray::fromStdString(text));
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartDocument() && !reader.isEndDocument() && !reader.isWhitespace())
            m_xml.writeCurrentToken(reader);
    }
}

std::string ElementWriter::take() {
    m_xml.writeEndDocument();
    return m_bytes.toStdString();
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace signalbox::scxml
