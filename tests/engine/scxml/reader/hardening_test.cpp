#include "tests/engine/scxml/reader/reader_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kNoDocumentType = "a document type (<!DOCTYPE ...>) is not accepted: remove it";

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    result.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        result += text;
    return result;
}

std::string nested(std::size_t depth) {
    return repeated("<state>", depth) + repeated("</state>", depth);
}

std::string messageOf(const ReadResult& result) {
    return result.diagnostics.size() == 1 ? result.diagnostics[0].message : "not one diagnostic";
}

TEST(ScxmlHardeningTest, DocumentTypesAreRefusedBeforeTheyAreParsed) {
    const std::string laughs = "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>";
    const std::string rest = document("<final id='f'/>");
    for (const std::string& prologue : {std::string{}, std::string("<?xml version='1.0'?>\n"),
                                        std::string("<!-- <!DOCTYPE x> --><?pi > ?>"), std::string("\xEF\xBB\xBF  ")}) {
        EXPECT_EQ(messageOf(readText(fmt::format("{}{}{}", prologue, laughs, rest))), kNoDocumentType);
    }
    EXPECT_EQ(messageOf(readText("<!DOCTYPE a SYSTEM 'file:///etc/passwd'>" + rest)), kNoDocumentType);
    EXPECT_EQ(messageOf(readText("<!doctype a>" + rest)), kNoDocumentType);
}

TEST(ScxmlHardeningTest, DocumentTypeInACommentOrTextIsNone) {
    const ReadResult result =
        readText("<!-- <!DOCTYPE a> -->" + document("<script><![CDATA[ '<!DOCTYPE a>' ]]></script><final id='f'/>"));
    EXPECT_TRUE(result.draft);
    EXPECT_TRUE(result.diagnostics.empty());
}

TEST(ScxmlHardeningTest, DepthIsBounded) {
    EXPECT_TRUE(readText(document(nested(kDeepest - 1))).draft);
    EXPECT_EQ(messageOf(readText(document(nested(kDeepest)))), "elements are nested more than 64 levels deep");
}

TEST(ScxmlHardeningTest, SizeIsBounded) {
    EXPECT_EQ(messageOf(readText(document(std::string(std::size_t{3} * 1024 * 1024, ' ')))),
              "the text is larger than 2 MiB");
}

TEST(ScxmlHardeningTest, StatesAndTransitionsAreCounted) {
    EXPECT_TRUE(readText(document(repeated("<state/>", kMostStates))).draft);
    EXPECT_EQ(messageOf(readText(document(repeated("<state/>", kMostStates + 1)))), "there are more than 10000 states");
    const std::string transitions = repeated("<transition event='e'/>", kMostTransitions);
    EXPECT_TRUE(readText(document("<state id='s'>" + transitions + "</state>")).draft);
    EXPECT_EQ(messageOf(readText(document("<state id='s'>" + transitions + "<transition event='e'/></state>"))),
              "there are more than 50000 transitions");
}

TEST(ScxmlHardeningTest, ElementsOfAnyKindAreCounted) {
    EXPECT_EQ(messageOf(readText(document(repeated("<x xmlns=''/>", 1) + repeated("<other:a/>", 200'000)))),
              "there are more than 200000 elements");
}

TEST(ScxmlHardeningTest, TagsThatKeepTheParserBusyAreRefused) {
    std::string attributes;
    for (int i = 0; i < 100'000; ++i)
        attributes += fmt::format(" a{}=''", i);
    EXPECT_EQ(messageOf(readText("<scxml" + attributes + "/>")), "the tag has more than 64 attributes");
    std::string declarations;
    for (int i = 0; i < 60; ++i)
        declarations += fmt::format(" xmlns:n{}='u'", i);
    EXPECT_EQ(messageOf(readText(document(repeated("<a" + declarations + ">", 30)))),
              "there are more than 1000 namespace declarations");
}

TEST(ScxmlHardeningTest, DiagnosticsAreBounded) {
    const ReadResult result = readText(document(repeated("<state><transition target='nowhere'/></state>\n", 5'000)));
    ASSERT_EQ(result.diagnostics.size(), 1'001u);
    EXPECT_EQ(result.diagnostics.back().message, "4000 more are not shown: mend these first");
    EXPECT_EQ(result.diagnostics.back().severity, Severity::Error);
    EXPECT_FALSE(result.draft);
}

TEST(ScxmlHardeningTest, ErrorsAreShownBeforeWarnings) {
    const ReadResult result =
        readText(document(repeated("<state/>\n", 5'000) + "<state id='s'><transition target='nowhere'/></state>",
                          "sb:title='x'") +
                 "");
    EXPECT_FALSE(result.draft);
    EXPECT_EQ(result.diagnostics.front().message, "it cannot be cancelled: name the event that does it with "
                                                  "sb:cancelEvent");
    EXPECT_EQ(result.diagnostics.back().message, "there is no state 'nowhere'");
}

// Each would take minutes if a step were done again for every element.
TEST(ScxmlHardeningTest, LongLinesListsAndNamesAreReadInOnePass) {
    const std::string line = document(repeated("<state><onentry><log expr='1'/></onentry></state>", 9'900));
    EXPECT_TRUE(readText(line).draft);
    EXPECT_FALSE(
        readText(document("<state id='s'><transition target='" + repeated("s x ", 400'000) + "'/></state>")).draft);
    EXPECT_TRUE(
        readText(document("<state id='s'><transition target='" + repeated("s ", 900'000) + "'/></state>")).draft);
    EXPECT_FALSE(readText(document("<state id='" + std::string(900'000, 'a') + "'><transition target='" +
                                   std::string(900'000, 'b') + "'/></state>"))
                     .draft);
    EXPECT_TRUE(readText(document("<datamodel><data id='d'>" + std::string(1'900'000, '[') +
                                  "</data></datamodel><final id='f'/>"))
                    .draft);
}

TEST(ScxmlHardeningTest, PatternsAreBounded) {
    const auto withPattern = [](std::string_view pattern) {
        return fmt::format("<sb:trigger event='go'><sb:param name='a' pattern='{}'/></sb:trigger>", pattern);
    };
    const std::string state = "<state id='s'><transition event='go'/></state>";
    const auto messageFor = [&](const std::string& triggers) {
        return messageOf(readText(document(triggers + state, "sb:cancelEvent='go'")));
    };
    EXPECT_EQ(messageFor(withPattern("((a{100}){9}){99}")),
              "the pattern repeats too much: write smaller numbers in its braces");
    EXPECT_EQ(messageFor(withPattern(std::string(1'001, '('))), "the pattern is longer than 1000 bytes");
    EXPECT_EQ(messageFor(repeated(withPattern("[0-9a-f]{8}-[0-9a-f]{4}"), 201)), "there are more than 200 patterns");
}

TEST(ScxmlHardeningTest, TriggersAreLookedUpNotSearchedFor) {
    std::string events;
    for (int i = 0; i < 40'000; ++i)
        events += fmt::format("e{} ", i);
    const ReadResult result = readText(document(repeated("<sb:trigger event='gone'/>", 40'000) +
                                                    "<state id='s'><transition event='" + events + "'/></state>",
                                                "sb:cancelEvent='e1.x'"));
    EXPECT_EQ(result.diagnostics.back().message, "39000 more are not shown: mend these first");
    EXPECT_TRUE(result.draft);
}

TEST(ScxmlHardeningTest, CopiesOfInlineDocumentsAreBounded) {
    std::string text = "<final id='f'/>" + ("<script>" + std::string(1'500'000, ' ') + "</script>");
    for (int i = 0; i < 14; ++i)
        text = fmt::format("<state><invoke><content><scxml version='1.0'>{}</scxml></content></invoke></state>", text);
    EXPECT_EQ(messageOf(readText(document(text))), "inline documents hold inline documents to more than 16 MiB in all");
}

class SampleMutation {
public:
    explicit SampleMutation(std::string text) : m_text(std::move(text)) {}

    std::string next() {
        std::string text = m_text;
        if (pick(4) == 0) text.resize(pick(text.size()));
        for (std::size_t i = pick(6); i > 0 && !text.empty(); --i)
            mutate(text);
        return text;
    }

private:
    std::size_t pick(std::size_t bound) { return m_random() % bound; }

    void mutate(std::string& text) {
        constexpr std::string_view kBytes = "<>&'\"=/ \n!-[]?\0\xC3\xFFx:";
        const std::size_t at = pick(text.size());
        const std::size_t length = std::min<std::size_t>(pick(60), text.size() - at);
        switch (pick(4)) {
        case 0:
            text[at] = kBytes[pick(kBytes.size())];
            break;
        case 1:
            text.erase(at, length);
            break;
        case 2:
            text.insert(at, text.substr(pick(text.size()), length));
            break;
        default:
            text.insert(at, 1, kBytes[pick(kBytes.size())]);
        }
    }

    std::string m_text;
    std::mt19937 m_random{20150901};
};

// Survives; and what it accepts, it accepts without an error, what it refuses, it explains.
TEST(ScxmlHardeningTest, DamagedSamplesAreReadOrRefused) {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator(SIGNALBOX_DEFINITIONS)) {
        std::ifstream stream(each.path());
        SampleMutation mutation{std::string(std::istreambuf_iterator<char>(stream), {})};
        for (int i = 0; i < 700; ++i, ++count) {
            const ReadResult result = readText(mutation.next());
            const auto isError = [](const SourceDiagnostic& found) { return found.severity == Severity::Error; };
            EXPECT_NE(result.draft.has_value(), std::ranges::any_of(result.diagnostics, isError));
        }
    }
    EXPECT_GE(count, 2'000u);
}

} // namespace
} // namespace signalbox::scxml
