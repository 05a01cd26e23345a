#pragma once

#include <QByteArray>
#include <QXmlStreamWriter>

#include "engine/chart/statechart/content.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// Writes XML elements of SCXML and of Signalbox's namespace, in words of the standard library.
class ElementWriter {
public:
    ElementWriter();
    ElementWriter(const ElementWriter&) = delete;
    ElementWriter& operator=(const ElementWriter&) = delete;

    void begin(std::string_view name);
    void beginOurs(std::string_view name); // in Signalbox's namespace
    void end();

    // An empty value is left out.
    void attribute(std::string_view name, std::string_view value);
    void ourAttribute(std::string_view name, std::string_view value);
    void script(std::string_view name, const std::optional<Script>& script);
    // One of two: `event="text"` or `eventexpr="script"`.
    void textOrScript(const std::string& name, const TextOrScript& value, std::string_view scriptSuffix = "expr");
    void text(std::string_view text);
    void json(const Json& value);
    // An XML document as a child. Requires: well-formed.
    void document(const std::string& text);

    // Ends the document.
    [[nodiscard]] std::string take();

private:
    QByteArray m_bytes;
    QXmlStreamWriter m_xml;
};

// "a b c"
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

} // namespace signalbox::scxml
