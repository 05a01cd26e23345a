#include "engine/remote/access/token_file.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Time kNow{std::chrono::seconds{1'700'000'000}};

TokenRecord record(std::string id, std::string_view token = "sbt_x") {
    return {.id = std::move(id),
            .name = "intake",
            .role = Role::Operator,
            .definitions = {"order", "bug"},
            .created = kNow,
            .expires = kNow + std::chrono::hours(24),
            .revoked = std::nullopt,
            .hash = hashOfToken(token)};
}

class TokenFile : public testing::Test {
protected:
    Status add(const TokenRecord& token) const {
        return changeTokenFile(path, [&](std::vector<TokenRecord>& tokens) -> Status {
            tokens.push_back(token);
            return {};
        });
    }
    void write(std::string_view text) const { std::ofstream(path) << text; }
    std::string text() const {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // Of a file that holds `text`.
    Error errorOf(std::string_view text) const {
        write(text);
        const auto read = readTokenFile(path);
        EXPECT_FALSE(read.has_value()) << text;
        return read ? Error{} : read.error();
    }

private:
    TempDir m_folder;

protected:
    const std::string path = m_folder.file("tokens.json");
};

TEST_F(TokenFile, IsReadAsItIsWritten) {
    TokenRecord revoked = record("b");
    revoked.expires.reset();
    revoked.revoked = kNow + std::chrono::hours(1);
    ASSERT_TRUE(add(record("a")));
    ASSERT_TRUE(add(revoked));
    EXPECT_THAT(readTokenFile(path).value(), ElementsAre(record("a"), revoked));
}

TEST_F(TokenFile, HoldsHashesAndIsForItsOwnerOnly) {
    ASSERT_TRUE(add(record("a", "sbt_secret")));
    EXPECT_THAT(text(), Not(HasSubstr("sbt_secret")));
    EXPECT_THAT(text(), HasSubstr(hex(hashOfToken("sbt_secret"))));
    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(TokenFile, AMissingOneIsNotFoundButCanBeChanged) {
    EXPECT_EQ(readTokenFile(path).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(add(record("a")));
}

TEST_F(TokenFile, AChangeThatFailsLeavesItAsItWas) {
    ASSERT_TRUE(add(record("a")));
    const std::string before = text();
    const Status changed = changeTokenFile(path, [](std::vector<TokenRecord>& tokens) {
        tokens.clear();
        return Status(fail(ErrorCode::NotFound, "no such token"));
    });
    EXPECT_EQ(changed.error().message, "no such token");
    EXPECT_EQ(text(), before);
}

TEST_F(TokenFile, WhatAKilledWriterLeftIsInNobodysWay) {
    std::ofstream(path + ".new") << "half a fi";
    ASSERT_TRUE(add(record("a")));
    EXPECT_EQ(readTokenFile(path).value().size(), 1U);
}

TEST_F(TokenFile, SeveralWritersLoseNothing) {
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([this, writer] {
                for (int round = 0; round < 10; ++round)
                    EXPECT_TRUE(add(record(std::to_string(100 * writer + round))));
            });
    }
    EXPECT_EQ(readTokenFile(path).value().size(), 40U);
}

TEST_F(TokenFile, SaysInWhichLineItIsNoJson) {
    EXPECT_THAT(errorOf("{\n\"format\": 1,\n\"tokens\": [}\n").message, HasSubstr("tokens.json:3: "));
}

TEST_F(TokenFile, SaysWhichTokenIsWrongAndHow) {
    ASSERT_TRUE(add(record("a")));
    const std::string good = text();
    const auto with = [&](std::string_view before, std::string_view after) {
        std::string changed = good;
        return changed.replace(changed.find(before), before.size(), after);
    };
    EXPECT_THAT(errorOf(with("operator", "root")).message, HasSubstr("token 1: member 'role'"));
    EXPECT_THAT(errorOf(with("\"name\"", "\"names\"")).message, HasSubstr("token 1: member 'name' is missing"));
    EXPECT_THAT(errorOf(with("\"created\"", "\"only_from\": \"10.0.0.1\", \"created\"")).message,
                HasSubstr("member 'only_from' is not known"));
    EXPECT_THAT(errorOf(with("2023-11-15T", "tomorrow ")).message, HasSubstr("member 'expires'"));
    EXPECT_THAT(errorOf(with("\"sha256\": \"", "\"sha256\": \"x")).message, HasSubstr("member 'sha256'"));
    EXPECT_THAT(errorOf(with("\"order\"", "7")).message, HasSubstr("member 'definitions'"));
    EXPECT_THAT(errorOf(with("\"format\": 1", "\"format\": 2")).message, HasSubstr("format 2"));
    EXPECT_THAT(errorOf("[]").message, HasSubstr("tokens.json: the file"));
}

TEST_F(TokenFile, TwoOfOneIdAreRefused) {
    EXPECT_THAT(errorOf(tokenFileText({record("a"), record("a")})).message, HasSubstr("token 2"));
}

} // namespace
} // namespace signalbox
