#include "engine/chart/json_pointer.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

// Source: the example document of RFC 6901, section 5.
const Json kExample = Json::parse(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8,"k\"l":6," ":7})");

TEST(JsonPointer, FindsTheExamplesOfTheRfc) {
    EXPECT_EQ(*findJson(kExample, ""), kExample);
    EXPECT_EQ(*findJson(kExample, "/foo/0"), "bar");
    EXPECT_EQ(*findJson(kExample, "/"), 0);
    EXPECT_EQ(*findJson(kExample, "/a~1b"), 1);
    EXPECT_EQ(*findJson(kExample, "/m~0n"), 8);
    EXPECT_EQ(*findJson(kExample, "/ "), 7);
}

TEST(JsonPointer, LeadsNowhereWithoutThrowing) {
    for (const char* pointer : {"/bar", "/foo/2", "/foo/-", "/foo/01", "/foo/x", "/a~1b/c", "foo", "/~", "/~2"})
        EXPECT_EQ(findJson(kExample, pointer), nullptr) << pointer;
}

TEST(JsonPointer, OnlyTheRfcsSyntaxIsOne) {
    for (const char* text : {"", "/", "/a", "/a/b~0~1"})
        EXPECT_TRUE(isJsonPointer(text)) << text;
    for (const char* text : {"a", "/~", "/~2", "a/b"})
        EXPECT_FALSE(isJsonPointer(text)) << text;
}

TEST(JsonPointer, SetMakesTheWayThere) {
    Json json = Json::object();
    EXPECT_TRUE(setJson(json, "/a/b", 1));
    EXPECT_TRUE(setJson(json, "/list", Json::array()));
    EXPECT_TRUE(setJson(json, "/list/-", 1));
    EXPECT_TRUE(setJson(json, "/list/1", 2));
    EXPECT_TRUE(setJson(json, "/list/-/deep", 3));
    EXPECT_EQ(json, Json::parse(R"({"a":{"b":1},"list":[1,2,{"deep":3}]})"));
}

TEST(JsonPointer, SetThroughNullMakesAnObject) {
    Json json = Json::parse(R"({"a":null})");
    EXPECT_TRUE(setJson(json, "/a/b", 1));
    EXPECT_EQ(json, Json::parse(R"({"a":{"b":1}})"));
}

TEST(JsonPointer, SetThatIsBlockedChangesNothing) {
    for (const char* pointer : {"/foo/5", "/foo/x", "/foo/0/deep", "/a~1b/c/d"}) {
        Json json = kExample;
        EXPECT_FALSE(setJson(json, pointer, 1)) << pointer;
        EXPECT_EQ(json, kExample) << pointer;
    }
}

TEST(JsonPointer, RemoveTakesMembersAndElements) {
    Json json = Json::parse(R"({"a":{"b":1},"list":[1,2]})");
    EXPECT_TRUE(removeJson(json, "/a/b"));
    EXPECT_TRUE(removeJson(json, "/list/0"));
    EXPECT_FALSE(removeJson(json, "/list/7"));
    EXPECT_FALSE(removeJson(json, ""));
    EXPECT_EQ(json, Json::parse(R"({"a":{},"list":[2]})"));
}

} // namespace
} // namespace signalbox
