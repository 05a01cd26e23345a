#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace signalbox {
namespace {

// Clients that were made from signalbox.proto by other people's tools.
class OtherLanguagesTest : public RemoteTest {
protected:
    OtherLanguagesTest() {
        serve();
        std::ofstream(m_folder.file("roots.pem")) << m_roots.roots();
    }
    // The last line that it says.
    static std::string lastLineOf(std::vector<std::string> command) {
        ChildProcess process(std::move(command));
        std::string last;
        while (const auto line = process.readLine())
            last = *line;
        EXPECT_EQ(process.wait(), 0);
        return last;
    }
    [[nodiscard]] std::string target() const { return fmt::format("localhost:{}", m_port); }

    TempDir m_folder;
};

TEST_F(OtherLanguagesTest, PythonDrivesTheServer) {
    EXPECT_EQ(lastLineOf({"/usr/bin/python3", "-B", SIGNALBOX_CLIENTS_FOLDER "/python_client.py", SIGNALBOX_SOURCE_DIR,
                          target(), m_folder.file("roots.pem"), "operate", m_folder.path().string()}),
              "ok");
}

TEST_F(OtherLanguagesTest, JavaScriptDrivesTheServer) {
    // Its libraries come from npm, which not everybody has or can reach.
    std::filesystem::copy(SIGNALBOX_CLIENTS_FOLDER, m_folder.path());
    const std::string install = fmt::format(
        "cd '{}' && timeout 60 npm ci --fetch-retries=0 --no-audit --no-fund --loglevel=error >/dev/null 2>&1",
        m_folder.path().string());
    if (std::system(install.c_str()) != 0) GTEST_SKIP() << "needs node, and npm with a registry that it can reach";
    EXPECT_EQ(lastLineOf({"/usr/bin/env", "node", m_folder.file("node_client.js"), SIGNALBOX_SOURCE_DIR, target(),
                          m_folder.file("roots.pem"), "operate"}),
              "ok");
}

} // namespace
} // namespace signalbox
