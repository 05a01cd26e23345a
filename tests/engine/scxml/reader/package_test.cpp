#include "tests/engine/scxml/reader/reader_fixture.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace signalbox::scxml {
namespace {

class ScxmlPackageTest : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(std::filesystem::path(m_folder.file(name)).parent_path());
        std::ofstream(m_folder.file(name), std::ios::binary) << text;
    }
    ReadResult readBody(std::string_view body) const {
        return read(document(body), {.file = "t.scxml", .package = m_folder.path() / "package", .findSyntaxFault = {}});
    }
    ReadResult readData(std::string_view source) const {
        return readBody(fmt::format("<datamodel><data id='d' src='{}'/></datamodel><final id='f'/>", source));
    }

    TempDir m_folder;
};

const std::string kChild = document("<final id='f'/>");

std::string messageOf(const ReadResult& result) {
    return result.diagnostics.size() == 1 ? result.diagnostics[0].message : "not one diagnostic";
}

TEST_F(ScxmlPackageTest, FilesOfThePackageAreReadAndListed) {
    write("package/list.json", "[1, 2]");
    write("package/deep/words.txt", "\xEF\xBB\xBF some \n words ");
    write("package/lib.js", "function f() {}");
    const ReadResult result =
        readBody("<datamodel><data id='a' src='list.json'/><data id='b' src='file:deep/words.txt'/>"
                 "</datamodel><script src='./lib.js'/><final id='f'/>");
    ASSERT_TRUE(result.draft);
    EXPECT_TRUE(result.diagnostics.empty());
    EXPECT_EQ(result.draft->variables[0].value, Json::parse("[1, 2]"));
    EXPECT_EQ(result.draft->variables[1].value, Json("some words"));
    EXPECT_EQ(result.draft->scripts[0].text, "function f() {}");
    EXPECT_EQ(result.files,
              (std::vector<PackageFile>{
                  {"deep/words.txt", " some \n words "}, {"lib.js", "function f() {}"}, {"list.json", "[1, 2]"}}));
}

TEST_F(ScxmlPackageTest, DataThatIsMissingFailsWhenItIsInitialised) {
    write("package/.keep", "");
    const ReadResult result = readData("no.json");
    ASSERT_TRUE(result.draft);
    EXPECT_EQ(messageOf(result), "the file 'no.json' does not exist");
    EXPECT_EQ(result.diagnostics[0].severity, Severity::Warning);
    EXPECT_EQ(result.draft->variables[0].fault->message, "the file 'no.json' does not exist");
}

TEST_F(ScxmlPackageTest, ScriptThatIsMissingRefusesTheDefinition) {
    write("package/.keep", "");
    const ReadResult result = readBody("<script src='D:\\foo'/><final id='f'/>");
    EXPECT_FALSE(result.draft);
    EXPECT_EQ(messageOf(result),
              "the file 'D:\\foo' is not of the package: name a file in the folder of the definition, without '..'");
}

TEST_F(ScxmlPackageTest, NothingOutsideOfThePackageIsRead) {
    write("secret", "1");
    write("package/.keep", "");
    std::filesystem::create_symlink(m_folder.file("secret"), m_folder.file("package/link"));
    std::filesystem::create_directory_symlink(m_folder.path(), m_folder.path() / "package" / "up");
    for (const std::string& source :
         {std::string("../secret"), std::string("x/../../secret"), m_folder.file("secret"),
          "file:" + m_folder.file("secret"), "file://" + m_folder.file("secret"), std::string("http://host/secret"),
          std::string("link"), std::string("up/secret"), std::string("up/package/../secret"), std::string("..")}) {
        const ReadResult result = readData(source);
        ASSERT_EQ(result.draft->variables.size(), 1u);
        EXPECT_FALSE(result.draft->variables[0].value) << source;
        EXPECT_TRUE(result.draft->variables[0].fault) << source;
        EXPECT_TRUE(result.files.empty()) << source;
    }
}

TEST_F(ScxmlPackageTest, LinkWithinThePackageIsAFileOfIt) {
    write("package/real.json", "7");
    std::filesystem::create_symlink("real.json", m_folder.file("package/link.json"));
    EXPECT_EQ(readData("link.json").draft->variables[0].value, Json(7));
}

TEST_F(ScxmlPackageTest, WithoutAPackageNothingIsRead) {
    EXPECT_EQ(messageOf(readText(document("<datamodel><data id='d' src='a.json'/></datamodel><final id='f'/>"))),
              "the file 'a.json' cannot be read: the definition has no package");
}

TEST_F(ScxmlPackageTest, FilesAreBounded) {
    write("package/large", std::string(kMostBytes + 1, ' '));
    write("package/latin", "\xE9");
    std::filesystem::create_directory(m_folder.path() / "package" / "folder");
    EXPECT_EQ(messageOf(readData("large")), "the file 'large' is larger than 2 MiB");
    EXPECT_EQ(messageOf(readData("latin")), "the file 'latin' is not UTF-8");
    EXPECT_EQ(messageOf(readData("folder")), "the file 'folder' is no regular file");
}

TEST_F(ScxmlPackageTest, ChildIsKeptAsItWasWhenItWasRead) {
    write("package/child.scxml", kChild);
    const ReadResult result = readBody("<state id='s'><invoke src='file:child.scxml'/></state>");
    ASSERT_TRUE(result.draft);
    EXPECT_TRUE(result.diagnostics.empty());
    EXPECT_EQ(result.draft->states[0].invokes[0].source.text, "file:child.scxml");
    EXPECT_EQ(result.files, (std::vector<PackageFile>{{"child.scxml", kChild}}));
    const ReadResult missing = readBody("<state id='s'><invoke src='no.scxml'/></state>");
    EXPECT_TRUE(missing.draft);
    EXPECT_EQ(messageOf(missing), "the file 'no.scxml' does not exist; the child cannot be started");
}

TEST_F(ScxmlPackageTest, WhatChildrenNameIsOfThePackageToo) {
    write("package/child.scxml", document("<datamodel><data id='d' src='list.json'/></datamodel>"
                                          "<state id='s'><invoke src='deep/leaf.scxml'/></state>"));
    write("package/deep/leaf.scxml", document("<script src='lib.js'/><state id='s'><invoke src='child.scxml'/>"
                                              "<invoke src='deep/leaf.scxml'/></state>"));
    write("package/list.json", "[]");
    write("package/lib.js", "f()");
    const std::string body = "<state id='s'><invoke src='child.scxml'/></state>";
    const ReadResult result = readBody(body);
    ASSERT_TRUE(result.draft);
    EXPECT_TRUE(result.diagnostics.empty()) << format(result.diagnostics.front());
    std::vector<std::string> paths;
    for (const PackageFile& file : result.files)
        paths.push_back(file.path);
    EXPECT_EQ(paths, (std::vector<std::string>{"child.scxml", "deep/leaf.scxml", "lib.js", "list.json"}));
    write("package/lib.js", "g()");
    EXPECT_NE(readBody(body).draft->sourceHash, result.draft->sourceHash);
}

TEST_F(ScxmlPackageTest, WhatIsWrongWithAChildIsToldWithItsFile) {
    write("package/child.scxml", document("<state id='s'><transition target='nowhere'/></state>"));
    const ReadResult result = readBody("<state id='s'><invoke src='child.scxml'/></state>");
    EXPECT_FALSE(result.draft);
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_EQ(result.diagnostics[0].file, "child.scxml");
    EXPECT_EQ(result.diagnostics[0].severity, Severity::Error);
}

TEST_F(ScxmlPackageTest, ChildrenAreBounded) {
    std::string body = "<state id='s'>";
    for (int i = 0; i < 201; ++i) {
        write(fmt::format("package/{}.scxml", i), kChild);
        body += fmt::format("<invoke src='{}.scxml'/>", i);
    }
    EXPECT_EQ(messageOf(readBody(body + "</state>")),
              "the file '200.scxml' is too much: the package has 200 children already; the child cannot be started");
}

TEST_F(ScxmlPackageTest, FolderOfAFileIsItsPackage) {
    write("package/list.json", "[]");
    write("package/main.scxml", document("<datamodel><data id='d' src='list.json'/></datamodel><final id='f'/>"));
    const auto result = readFile(m_folder.file("package/main.scxml"));
    ASSERT_TRUE(result);
    ASSERT_TRUE(result->draft);
    EXPECT_EQ(result->draft->name, "main");
    EXPECT_EQ(result->draft->variables[0].value, Json::array());
}

TEST_F(ScxmlPackageTest, FileThatCannotBeReadIsAnError) {
    EXPECT_EQ(readFile(m_folder.file("no.scxml")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(readFile(m_folder.path()).error().code, ErrorCode::Io);
}

} // namespace
} // namespace signalbox::scxml
