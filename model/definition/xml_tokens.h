#pragma once

#include <QString>

#include <vector>

namespace signalbox::model {

// A part of an XML text that has a look of its own; what lies between is character data.
struct XmlToken {
    enum class Kind {
        Tag,       // "<state", ">", "/>", "</state>"
        Attribute, // its name
        Value,     // with its quotes
        Comment,
        Markup,    // <?…?>, <!…>, CDATA's brackets
        Extension, // a tag or an attribute whose name has a prefix: "<sb:trigger", "sb:label"
    };
    Kind kind = Kind::Tag;
    qsizetype start = 0;
    qsizetype length = 0;
    QString name = {}; // of Tag, Attribute and Extension

    bool isTag = false; // of Extension, too; opens an element unless its name is empty
    qsizetype end() const { return start + length; }
    bool operator==(const XmlToken&) const = default;
};

// Returns: in order, none over another. Any text has tokens, also one that is no XML: a tag that nobody closes reaches
// to the end.
[[nodiscard]] std::vector<XmlToken> xmlTokens(const QString& text);

} // namespace signalbox::model
