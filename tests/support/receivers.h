#pragma once

#include "engine/base/json.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox {

// A program of this folder that listens on a free port of the loopback address and says what arrives. Its modes, the
// ways that it answers, are described at its beginning. Ends with the object.
class ReceiverProcess {
public:
    // `arguments`: before the folder that it works in, and behind it.
    ReceiverProcess(const char* program, const std::string& first, const std::vector<std::string>& rest);

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    // Of the authority that its certificate is to be checked by; for TLS only.
    [[nodiscard]] std::string certificateFile() const { return m_folder.file("certificate.pem"); }
    // One mode after the other; the last stays. "ok" at the beginning.
    void setModes(const std::vector<std::string>& modes);
    // Waits for what arrives next. Null if the program has ended.
    [[nodiscard]] Json next();

private:
    [[nodiscard]] std::vector<std::string> command(const char* program, const std::string& first,
                                                   const std::vector<std::string>& rest);

    TempDir m_folder;
    ChildProcess m_process;
    std::uint16_t m_port = 0;
};

// Takes web requests: next() is {"method", "path", "headers", "body"}, with the headers' names in lower case.
class HttpReceiver : public ReceiverProcess {
public:
    // `scheme`: "http" or "https".
    explicit HttpReceiver(std::string scheme = "http");

    // "http://127.0.0.1:PORT/PATH".
    [[nodiscard]] std::string url(const std::string& path = {}) const;
    // "127.0.0.1:PORT", as EffectSettings::allowedReceivers has it.
    [[nodiscard]] std::string address() const;

private:
    std::string m_scheme;
};

// Takes mails: next() is {"from", "to", "text", "isEncrypted", "user"}.
class MailReceiver : public ReceiverProcess {
public:
    // `protection`: "starttls", "tls" or "clear". With a user it takes no mail without a login.
    explicit MailReceiver(const std::string& protection = "starttls", const std::string& user = {},
                          const std::string& password = {});
};

} // namespace signalbox
