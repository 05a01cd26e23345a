#include "model/link/link.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;

TEST(Link, TextNamesConnectionDefinitionAndId) {
    EXPECT_EQ(toText({.connection = u"local"_s, .definition = u"bug"_s, .id = u"BUG-1042"_s, .at = {}}),
              u"signalbox://local/bug/BUG-1042"_s);
}

TEST(Link, RevisionRoundTrips) {
    const Link link{.connection = u"local"_s, .definition = u"bug"_s, .id = u"BUG-1"_s, .at = Revision{3}};
    EXPECT_EQ(toText(link), u"signalbox://local/bug/BUG-1?at=3"_s);
    EXPECT_EQ(parseLink(toText(link)).value(), link);
}

TEST(Link, IdWithAnyCharacterRoundTrips) {
    for (const QString& id : {u"a/b"_s, u"a?at=9"_s, u"50 %"_s, u"#1"_s, u"\u05d0\u05d1"_s, u".."_s}) {
        const Link link{.connection = u"local"_s, .definition = u"bug"_s, .id = id, .at = {}};
        const auto parsed = parseLink(toText(link));
        ASSERT_TRUE(parsed) << parsed.error().message;
        EXPECT_EQ(*parsed, link);
    }
}

TEST(Link, WrongTextIsRefusedWithTheReason) {
    for (const QString& text :
         {u""_s, u"http://local/bug/1"_s, u"signalbox:///bug/1"_s, u"signalbox://local/bug"_s,
          u"signalbox://local/bug/1/2"_s, u"signalbox://local/bug/1?at=x"_s, u"signalbox://local/bug/a%0Ab"_s,
          u"signalbox://local/b%00g/1"_s, u"signalbox://local/bug/%1B[2J"_s, u"signalbox://local/bug/50%"_s,
          u"signalbox://"_s, u"signalbox:local/bug/1"_s}) {
        const auto parsed = parseLink(text);
        ASSERT_FALSE(parsed) << text.toStdString();
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(parsed.error().advice.empty());
    }
}

} // namespace
} // namespace signalbox::model
