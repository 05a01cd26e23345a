#include "app/desktop/options.h"

#include <gtest/gtest.h>

#include <vector>

namespace signalbox {
namespace {

std::expected<DesktopOptions, EarlyExit> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "signalbox");
    return parseOptions(static_cast<int>(arguments.size()), arguments.data());
}

TEST(DesktopOptions, NothingGivenOpensTheUsersOwnStore) {
    const auto options = parse({});
    ASSERT_TRUE(options);
    EXPECT_TRUE(options->store.empty());
    EXPECT_FALSE(options->isUnattended());
}

TEST(DesktopOptions, EverythingForAPictureIsRead) {
    const auto options = parse({"--store", "a b.sqlite", "--open", "signalbox://local/bug/BUG-1", "--theme", "dark",
                                "--size", "1600x1000", "--screenshot", "out.png", "--demo"});
    ASSERT_TRUE(options) << options.error().message;
    EXPECT_EQ(options->store, "a b.sqlite");
    EXPECT_EQ(options->open, "signalbox://local/bug/BUG-1");
    EXPECT_EQ(options->theme, ThemeChoice::Dark);
    EXPECT_EQ(options->size, (PixelSize{.width = 1600, .height = 1000}));
    EXPECT_TRUE(options->fillDemo);
    EXPECT_TRUE(options->isUnattended());
}

TEST(DesktopOptions, HelpAndVersionEndWithSuccess) {
    for (const char* flag : {"--help", "--version"}) {
        const auto options = parse({flag});
        ASSERT_FALSE(options) << flag;
        EXPECT_EQ(options.error().status, 0);
        EXPECT_NE(options.error().message.find("signalbox"), std::string::npos);
    }
}

struct WrongArguments {
    std::vector<const char*> arguments;
    const char* said; // a part of the message
};

class WrongDesktopOptions : public testing::TestWithParam<WrongArguments> {};

TEST_P(WrongDesktopOptions, AreRefusedWithWhatToWriteInstead) {
    const auto options = parse(GetParam().arguments);
    ASSERT_FALSE(options);
    EXPECT_EQ(options.error().status, 2);
    EXPECT_NE(options.error().message.find(GetParam().said), std::string::npos) << options.error().message;
}

INSTANTIATE_TEST_SUITE_P(Rows, WrongDesktopOptions,
                         testing::Values(WrongArguments{{"--size", "big"}, "WIDTHxHEIGHT"},
                                         WrongArguments{{"--size", "1600x"}, "WIDTHxHEIGHT"},
                                         WrongArguments{{"--size", "10x10"}, "320x320"},
                                         WrongArguments{{"--open", "bug/BUG-1"}, "signalbox://local/"},
                                         WrongArguments{{"--theme", "pink"}, "pink"},
                                         WrongArguments{{"--sotre", "x"}, "--sotre"},
                                         WrongArguments{{"--tour", "a", "--screenshot", "b"}, "--screenshot"}));

} // namespace
} // namespace signalbox
