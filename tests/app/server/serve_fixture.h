#pragma once

#include "tests/app/server/served_program.h"
#include "tests/support/certificates.h"

#include <fstream>
#include <string>
#include <string_view>

namespace signalbox {

// The real program in a folder of its own, with its settings, files and tokens.
class ServeTest : public testing::Test {
protected:
    std::string file(const std::string& name) const { return m_folder.file(name); }
    void write(const std::string& name, std::string_view text) const { std::ofstream(file(name)) << text; }
    std::string arguments(const std::string& more = {}) const {
        return fmt::format("--store '{}' --listen 127.0.0.1:0 {}", file("store.sqlite"), more);
    }
    // Of a token that is made for `name`.
    std::string makeToken(const std::string& name, const std::string& role) const {
        const Printed printed =
            runProgram(fmt::format("token create --file '{}' --name {} --role {}", file("tokens.json"), name, role),
                       "2>/dev/null");
        EXPECT_EQ(printed.status, 0);
        return printed.lines.empty() ? std::string() : printed.lines.front();
    }
    std::string withTokens(const std::string& more = {}) const {
        return arguments(fmt::format("--tokens '{}' {}", file("tokens.json"), more));
    }
    void writeCertificate(const IssuedCertificate& issued) const {
        write("server.pem", issued.chain);
        write("server.key", issued.key);
    }

private:
    TempDir m_folder;
};

} // namespace signalbox
