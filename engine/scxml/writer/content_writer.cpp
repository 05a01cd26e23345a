#include "engine/scxml/writer/content_writer.h"

#include <variant>

namespace signalbox::scxml {
namespace {

class ContentWriter {
public:
    explicit ContentWriter(ElementWriter& xml) : m_xml(xml) {}

    void operator()(const Raise& raise) {
        m_xml.begin("raise");
        m_xml.attribute("event", raise.event);
        m_xml.end();
    }
    void operator()(const Log& log) {
        m_xml.begin("log");
        m_xml.attribute("label", log.label);
        m_xml.script("expr", log.expression);
        m_xml.end();
    }
    void operator()(const Assign& assign) {
        m_xml.begin("assign");
        m_xml.attribute("location", assign.location.text);
        m_xml.script("expr", assign.expression);
        if (assign.value) m_xml.json(*assign.value);
        m_xml.end();
    }
    void operator()(const RunScript& script) {
        m_xml.begin("script");
        m_xml.text(script.statements.text);
        m_xml.end();
    }
    void operator()(const If& condition);
    void operator()(const Foreach& loop) {
        m_xml.begin("foreach");
        m_xml.attribute("array", loop.array.text);
        m_xml.attribute("item", loop.item);
        m_xml.attribute("index", loop.index);
        writeBlock(m_xml, loop.block);
        m_xml.end();
    }
    void operator()(const Send& send);
    void operator()(const Cancel& cancel) {
        m_xml.begin("cancel");
        m_xml.textOrScript("sendid", cancel.sendId);
        m_xml.end();
    }

private:
    ElementWriter& m_xml;
};

void ContentWriter::operator()(const If& condition) {
    m_xml.begin("if");
    for (const If::Branch& branch : condition.branches) {
        const bool isFirst = &branch == &condition.branches.front();
        // <elseif> and <else> are empty: what they govern stands behind them.
        if (!isFirst) m_xml.begin(branch.condition ? "elseif" : "else");
        m_xml.script("cond", branch.condition);
        if (!isFirst) m_xml.end();
        writeBlock(m_xml, branch.block);
    }
    m_xml.end();
}

void ContentWriter::operator()(const Send& send) {
    m_xml.begin("send");
    m_xml.textOrScript("event", send.event);
    m_xml.textOrScript("target", send.target);
    m_xml.textOrScript("type", send.type);
    m_xml.textOrScript("delay", send.delay);
    m_xml.attribute("id", send.id);
    m_xml.script("idlocation", send.idLocation);
    writeNames(m_xml, send.payload);
    if (send.isOrdered) m_xml.ourAttribute("ordered", "true");
    writePayload(m_xml, send.payload);
    for (const Header& header : send.headers) {
        m_xml.beginOurs("header");
        m_xml.attribute("name", header.name);
        m_xml.attribute("value", header.value);
        m_xml.end();
    }
    m_xml.end();
}

} // namespace

void writeBlock(ElementWriter& xml, const Block& block) {
    ContentWriter writer(xml);
    for (const Content& content : block)
        std::visit(writer, content.element);
}

void writeNames(ElementWriter& xml, const Payload& payload) {
    std::vector<std::string> names;
    for (const Script& name : payload.names)
        names.push_back(name.text);
    xml.attribute("namelist", joined(names));
}

void writePayload(ElementWriter& xml, const Payload& payload) {
    for (const Parameter& parameter : payload.parameters) {
        xml.begin("param");
        xml.attribute("name", parameter.name);
        xml.script("expr", parameter.expression);
        xml.script("location", parameter.location);
        xml.end();
    }
    if (!payload.expression && !payload.value) return;
    xml.begin("content");
    xml.script("expr", payload.expression);
    if (payload.value) xml.json(*payload.value);
    xml.end();
}

} // namespace signalbox::scxml
