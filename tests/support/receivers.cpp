#include "tests/support/receivers.h"

#include <fmt/format.h>

#include <cassert>
#include <filesystem>
#include <fstream>
#include <utility>

namespace signalbox {

ReceiverProcess::ReceiverProcess(const char* program, const std::string& first, const std::vector<std::string>& rest)
    : m_process(command(program, first, rest)) {
    const Json hello = next();
    assert(hello.is_object() && "the receiver has started: see what it says on standard error");
    m_port = hello.at("port").get<std::uint16_t>();
}

std::vector<std::string> ReceiverProcess::command(const char* program, const std::string& first,
                                                  const std::vector<std::string>& rest) {
    setModes({"ok"});
    std::vector<std::string> words{SIGNALBOX_PYTHON, "-B", fmt::format("{}/{}", SIGNALBOX_SUPPORT_FOLDER, program),
                                   first, m_folder.path().string()};
    words.insert(words.end(), rest.begin(), rest.end());
    return words;
}

void ReceiverProcess::setModes(const std::vector<std::string>& modes) {
    // In one step: the program may be reading.
    {
        std::ofstream file(m_folder.file("modes.new"));
        for (const std::string& mode : modes)
            file << mode << '\n';
    }
    std::filesystem::rename(m_folder.file("modes.new"), m_folder.file("modes"));
}

Json ReceiverProcess::next() {
    const auto line = m_process.readLine();
    return line ? Json::parse(*line) : Json(nullptr);
}

HttpReceiver::HttpReceiver(std::string scheme)
    : ReceiverProcess("http_receiver.py", scheme, {})
    , m_scheme(std::move(scheme)) {}

std::string HttpReceiver::url(const std::string& path) const {
    return fmt::format("{}://127.0.0.1:{}/{}", m_scheme, port(), path);
}

std::string HttpReceiver::address() const {
    return fmt::format("127.0.0.1:{}", port());
}

MailReceiver::MailReceiver(const std::string& protection, const std::string& user, const std::string& password)
    : ReceiverProcess("mail_receiver.py", protection,
                      user.empty() ? std::vector<std::string>{} : std::vector<std::string>{user, password}) {}

} // namespace signalbox
