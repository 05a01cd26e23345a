#include "engine/remote/access/token_file.h"
#include "tests/app/server/served_program.h"

#include <fstream>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

class TokenCommandsTest : public testing::Test {
protected:
    Printed token(const std::string& arguments, const std::string& redirection = "2>&1") const {
        return runProgram("token " + arguments, redirection);
    }
    std::string withFile(const std::string& command) const { return fmt::format("{} --file '{}'", command, path); }

private:
    TempDir m_folder;

protected:
    const std::string path = m_folder.file("tokens.json");
};

TEST_F(TokenCommandsTest, CreatePrintsTheTokenAloneAndTheFileHasItsHash) {
    const Printed printed = token(withFile("create") + " --name intake --role operator --definition order --definition "
                                                       "bug --expires 30d",
                                  "2>/dev/null");
    EXPECT_EQ(printed.status, 0);
    ASSERT_THAT(printed.lines, ElementsAre(MatchesRegex("sbt_[A-Za-z0-9_-]{43}")));
    const auto tokens = readTokenFile(path).value();
    ASSERT_THAT(tokens, SizeIs(1));
    EXPECT_EQ(tokens.front().hash, hashOfToken(printed.lines.front()));
    EXPECT_EQ(tokens.front().role, Role::Operator);
    EXPECT_THAT(tokens.front().definitions, ElementsAre("order", "bug"));
    const auto life = tokens.front().expires.value() - tokens.front().created;
    EXPECT_LE(life - std::chrono::hours(24 * 30), std::chrono::seconds(1));
    EXPECT_GE(life, std::chrono::hours(24 * 30));
}

TEST_F(TokenCommandsTest, ListAndRevokeGoByTheId) {
    token(withFile("create") + " --name sue --role admin --expires never");
    const Printed listed = token(withFile("list"));
    ASSERT_THAT(listed.lines, ElementsAre(MatchesRegex("[0-9a-f]{8}  admin     sue  never expires")));
    EXPECT_EQ(token(withFile("revoke") + " " + listed.lines.front().substr(0, 8)).status, 0);
    EXPECT_THAT(token(withFile("list")).lines, ElementsAre(HasSubstr("revoked 20")));
    const Printed unknown = token(withFile("revoke") + " 00000000");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.lines.front(), HasSubstr("there is no token 00000000"));
}

TEST_F(TokenCommandsTest, WhatMakesNoSenseMakesNoToken) {
    for (const char* const more :
         {" --name x --role boss", " --name '' --role viewer", " --name x --role viewer --expires soon",
          " --name x --role viewer --expires 2001-01-01", " --role viewer"})
        EXPECT_EQ(token(withFile("create") + more).status, 2) << more;
    EXPECT_FALSE(readTokenFile(path));
}

TEST_F(TokenCommandsTest, ADamagedFileIsLeftAlone) {
    std::ofstream(path) << "{";
    const Printed printed = token(withFile("create") + " --name x --role viewer");
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.lines.front(), HasSubstr("tokens.json:1"));
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "{");
}

} // namespace
} // namespace signalbox
