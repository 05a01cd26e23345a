#include <QFile>
#include <QTemporaryDir>

#include "model/definition/definition_export.h"
#include "model/definition/source_document.h"
#include "tests/support/fake_definitions.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using Kind = XmlToken::Kind;

QString textOf(const QString& text, const XmlToken& token) {
    return text.sliced(token.start, token.length);
}

QStringList textsOf(const QString& text, Kind kind) {
    QStringList found;
    for (const XmlToken& token : xmlTokens(text))
        if (token.kind == kind) found.append(textOf(text, token));
    return found;
}

Definition doorDefinition(const std::string& text) {
    Definition definition = tests::chainDefinition("door", {"Closed", "Open"});
    definition.source = DefinitionSource{.file = "door.scxml", .text = text, .files = {}};
    return definition;
}

TEST(XmlTokens, TellTagsAttributesValuesAndExtensionsApart) {
    const QString text = uR"(<?xml version="1.0"?><state id='A' sb:label="x > y"><sb:trigger event="go"/></state>)"_s;
    EXPECT_EQ(textsOf(text, Kind::Tag), QStringList({u"<state"_s, u">"_s, u"/>"_s, u"</state"_s, u">"_s}));
    EXPECT_EQ(textsOf(text, Kind::Attribute), QStringList({u"id"_s, u"event"_s}));
    EXPECT_EQ(textsOf(text, Kind::Value), QStringList({u"'A'"_s, u"\"x > y\""_s, u"\"go\""_s}));
    EXPECT_EQ(textsOf(text, Kind::Extension), QStringList({u"sb:label"_s, u"<sb:trigger"_s}));
    EXPECT_EQ(textsOf(text, Kind::Markup), QStringList({u"<?xml version=\"1.0\"?>"_s}));
}

TEST(XmlTokens, WhatACommentOrCharacterDataHoldsIsNoTag) {
    const QString text = u"<a><!-- <b id='x'> --><![CDATA[ <c> ]]></a>"_s;
    EXPECT_EQ(textsOf(text, Kind::Comment), QStringList({u"<!-- <b id='x'> -->"_s}));
    EXPECT_EQ(textsOf(text, Kind::Tag), QStringList({u"<a"_s, u">"_s, u"</a"_s, u">"_s}));
}

TEST(XmlTokens, AnyTextHasTokensThatLieWithinIt) {
    for (const QString& text :
         {u"<"_s, u"<a b='"_s, u"<!--"_s, u"<![CDATA["_s, u"<?"_s, u"<a <b"_s, u"</"_s, u"<!"_s, QString()}) {
        qsizetype last = 0;
        for (const XmlToken& token : xmlTokens(text)) {
            EXPECT_GE(token.start, last) << text.toStdString();
            last = token.end();
        }
        EXPECT_LE(last, text.size()) << text.toStdString();
    }
}

TEST(SourceDocument, FindsWhereAStateIsDeclaredAndWhereItIsNamed) {
    const auto documents = sourceDocuments(doorDefinition("<scxml initial=\"Closed\">\r\n<!-- id=\"Open\" -->\n"
                                                          "<state id=\"Closed\"><transition target=\"Open\"/></state>\n"
                                                          "<state id=\"Open\"/></scxml>"));
    ASSERT_EQ(documents.size(), 1U);
    const SourceDocument& door = documents.front();
    const auto open = door.declarationOf(u"Open"_s);
    ASSERT_TRUE(open);
    EXPECT_EQ(door.text.sliced(open->start - 4, 4 + open->length), u"id=\"Open"_s);
    EXPECT_EQ(door.text.left(open->start).count(u'\n'), 3);
    const auto target = door.placeAt(door.text.indexOf(u"target=\"Open"_s) + 9);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->state, u"Open"_s);
    EXPECT_FALSE(target->isDeclaration);
    EXPECT_FALSE(door.declarationOf(u"Attic"_s));
}

TEST(SourceDocument, ADefinitionThatIsAProgramShowsItsStructure) {
    const auto documents = sourceDocuments(tests::bugDefinition());
    ASSERT_EQ(documents.size(), 1U);
    EXPECT_EQ(documents.front().name, u"bug.json"_s);
    for (const StateStructure& state : tests::bugDefinition().structure.states) {
        const auto place = documents.front().declarationOf(QString::fromStdString(state.name));
        ASSERT_TRUE(place) << state.name;
        EXPECT_EQ(documents.front().text.sliced(place->start, place->length).toStdString(), state.name);
    }
}

TEST(DefinitionExport, WritesTheTextItsFilesAndTheStructure) {
    const QTemporaryDir folder;
    Definition definition = doorDefinition("<scxml/>");
    definition.source->files.push_back({.path = "parts/hinge.js", .text = "1"});
    const auto written = exportDefinition(definition, folder.path());
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(written->size(), 3);
    QFile hinge(folder.filePath(u"parts/hinge.js"_s));
    ASSERT_TRUE(hinge.open(QIODevice::ReadOnly));
    EXPECT_EQ(hinge.readAll(), "1");
    EXPECT_TRUE(QFile::exists(folder.filePath(u"door.scxml"_s)));
    EXPECT_TRUE(QFile::exists(folder.filePath(u"door.json"_s)));
}

TEST(DefinitionExport, NeverWritesBesideTheFolder) {
    const QTemporaryDir folder;
    Definition definition = doorDefinition("<scxml/>");
    definition.source->files.push_back({.path = "../out.js", .text = "1"});
    const auto written = exportDefinition(definition, folder.filePath(u"inside"_s));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(QFile::exists(folder.filePath(u"out.js"_s)));
}

} // namespace
} // namespace signalbox::model
