#include "engine/effects/effect_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using testing::HasSubstr;

EffectSettings withMail() {
    EffectSettings settings;
    settings.mail = MailSettings{.host = "mail.example.org", .from = "Signalbox <signalbox@example.org>"};
    return settings;
}

TEST(EffectSettings, TheDefaultsAreValid) {
    EXPECT_TRUE(validate(EffectSettings{}));
    EXPECT_TRUE(validate(withMail()));
}

TEST(EffectSettings, EachThatIsWrongIsNamed) {
    const auto objectionTo = [](auto change) {
        EffectSettings settings = withMail();
        change(settings);
        const Status valid = validate(settings);
        return valid ? std::string{} : valid.error().message;
    };
    EXPECT_THAT(objectionTo([](auto& s) { s.connectTimeout = {}; }), HasSubstr("connect_timeout"));
    EXPECT_THAT(objectionTo([](auto& s) { s.totalTimeout = std::chrono::seconds{1}; }), HasSubstr("total_timeout"));
    EXPECT_THAT(objectionTo([](auto& s) { s.responseBytes = 65'537; }), HasSubstr("response_bytes"));
    EXPECT_THAT(objectionTo([](auto& s) { s.signingSecret = {}; }), HasSubstr("signing_secret"));
    EXPECT_THAT(objectionTo([](auto& s) { s.allowedReceivers = {"10.0.0.0/33"}; }), HasSubstr("10.0.0.0/33"));
    EXPECT_THAT(objectionTo([](auto& s) { s.mail->host = "a/b"; }), HasSubstr("mail host"));
    EXPECT_THAT(objectionTo([](auto& s) { s.mail->host = "a:25"; }), HasSubstr("mail host"));
    EXPECT_THAT(objectionTo([](auto& s) { s.mail->host = ""; }), HasSubstr("mail host"));
    EXPECT_THAT(objectionTo([](auto& s) { s.mail->port = 0; }), HasSubstr("mail port"));
    EXPECT_THAT(objectionTo([](auto& s) { s.mail->from = "nobody"; }), HasSubstr("mail from"));
}

TEST(EffectSettings, MailGoesInTheClearOnThisMachineOnly) {
    EffectSettings settings = withMail();
    settings.mail->security = MailSecurity::None;
    EXPECT_FALSE(validate(settings));
    for (const char* here : {"localhost", "127.0.0.1", "[::1]"}) {
        settings.mail->host = here;
        EXPECT_TRUE(validate(settings)) << here;
    }
}

} // namespace
} // namespace signalbox
