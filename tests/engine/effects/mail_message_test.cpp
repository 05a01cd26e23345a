#include "engine/effects/header_text.h"
#include "engine/effects/mail_message.h"
#include "tests/engine/effects/sending.h"

#include <gmock/gmock.h>

#include <sstream>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<MailMessage> compose(Json payload) {
    return composeMail(mailEffect(std::move(payload)), "Signalbox <signalbox@example.org>");
}

TEST(MailMessage, HasTheHeadOfTheStandard) {
    const MailMessage mail =
        compose({{"to", "joe@example.org"}, {"subject", "You own it."}, {"text", "BUG-1\nis yours"}}).value();
    EXPECT_EQ(mail.text, "From: Signalbox <signalbox@example.org>\r\n"
                         "To: joe@example.org\r\n"
                         "Subject: You own it.\r\n"
                         "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
                         "Message-ID: <4f2a-12.0@example.org>\r\n"
                         "Auto-Submitted: auto-generated\r\n"
                         "MIME-Version: 1.0\r\n"
                         "Content-Type: text/plain; charset=utf-8\r\n"
                         "Content-Transfer-Encoding: quoted-printable\r\n"
                         "\r\n"
                         "BUG-1\r\nis yours\r\n");
}

TEST(MailMessage, RecipientsAreAListOrATextWithCommas) {
    const auto addresses = [](const Json& to) {
        std::vector<std::string> found;
        const auto recipients = parseRecipients(to);
        if (recipients)
            for (const MailAddress& one : *recipients)
                found.push_back(one.name + "|" + one.address());
        return found;
    };
    EXPECT_THAT(addresses("a@x.org, b@x.org,"), ElementsAre("|a@x.org", "|b@x.org"));
    EXPECT_THAT(addresses(Json{"a@x.org", "\"Doe, \\\"J\\\"\" <j@x.org>"}),
                ElementsAre("|a@x.org", "Doe, \"J\"|j@x.org"));
    for (const Json& nobody : {Json(""), Json(" , "), Json::array(), Json(nullptr), Json(7), Json("joe"), Json("@x"),
                               Json("a@"), Json("a@b@c"), Json("a b@x.org"), Json("a@x.org b@x.org"), Json("<a@x.org"),
                               Json("ä@x.org"), Json("a@x.org>"), Json(".a@x.org")})
        EXPECT_FALSE(parseRecipients(nobody)) << nobody;
}

TEST(MailMessage, WhoNamesNoDomainIsOfTheSenders) {
    const auto mail = compose({{"to", "joe, ann@x.org"}, {"subject", "s"}});
    ASSERT_TRUE(mail) << mail.error().message;
    EXPECT_EQ(mail->to.at(0).address(), "joe@example.org");
    EXPECT_EQ(mail->to.at(1).address(), "ann@x.org");
}

TEST(MailMessage, NothingBreaksOutOfItsHeader) {
    const std::string nul("a\0b", 3);
    for (const std::string& subject :
         {std::string("a\r\nBcc: eve@x.org"), std::string("a\nb"), std::string("a\rb"), nul})
        EXPECT_FALSE(compose({{"to", "a@x.org"}, {"subject", subject}})) << subject;
    for (const std::string& to :
         {std::string("a@x.org\r\nBcc: eve@x.org"), std::string("a@x.org\n"), std::string("A\r\nB <a@x.org>"),
          std::string("a@x.org>\r\nRCPT TO:<eve@x.org"), nul}) {
        const auto mail = compose({{"to", to}, {"subject", "s"}});
        ASSERT_FALSE(mail) << to;
        EXPECT_EQ(mail.error().message.find_first_of("\r\n"), std::string::npos);
    }
    // Names of idle hands do no harm, either.
    EXPECT_EQ(addressHeader("To", {{.name = "a\" <eve@x.org>, \"", .local = "b", .domain = "x.org"}}),
              "To: \"a\\\" <eve@x.org>, \\\"\" <b@x.org>\r\n");
}

TEST(MailMessage, OtherThanAsciiIsEncodedInWordsOfTheirOwn) {
    EXPECT_EQ(textHeader("Subject", "Grüße"), "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n");
    EXPECT_EQ(textHeader("Subject", "=?x?="), "Subject: =?UTF-8?B?PT94Pz0=?=\r\n");
    EXPECT_EQ(addressHeader("To", {{.name = "Jörg", .local = "j", .domain = "x.org"}}),
              "To: =?UTF-8?B?SsO2cmc=?= <j@x.org>\r\n");
}

TEST(MailMessage, LongHeadersAreFolded) {
    std::vector<MailAddress> many;
    std::string umlauts;
    std::string words;
    for (int i = 0; i < 50; ++i) {
        many.push_back({.name = {}, .local = "somebody" + std::to_string(i), .domain = "example.org"});
        umlauts += "äß";
        words += "word ";
    }
    for (const std::string& header :
         {addressHeader("To", many), textHeader("Subject", umlauts), textHeader("Subject", words + "end"),
          textHeader("Subject", std::string(300, 'x'))}) {
        std::istringstream lines(header);
        int count = 0;
        for (std::string line; std::getline(lines, line); ++count) {
            EXPECT_LE(line.size(), 77U) << line; // with its CR
            EXPECT_EQ(line.back(), '\r');
            EXPECT_TRUE(count == 0 || line.front() == ' ');
        }
        EXPECT_GT(count, 3);
    }
}

TEST(MailMessage, TextIsQuotedPrintable) {
    EXPECT_EQ(quotedPrintable("ü = 1 \n.\ttab\t\r\nend"), "=C3=BC =3D 1=20\r\n.\ttab=09\r\nend\r\n");
    EXPECT_EQ(quotedPrintable(""), "\r\n");
    EXPECT_EQ(quotedPrintable(std::string(100, 'x')), std::string(75, 'x') + "=\r\n" + std::string(25, 'x') + "\r\n");
    EXPECT_EQ(quotedPrintable("a\rb"), "a\r\nb\r\n");
}

} // namespace
} // namespace signalbox
