#include "app/server/serve/file_warnings.h"

#include "engine/remote/access/utc_text.h"
#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <string>

namespace signalbox {
namespace {

constexpr std::chrono::days kSoon{30};
constexpr unsigned kOthersWrite = S_IWGRP | S_IWOTH;
constexpr unsigned kAllRead = S_IROTH; // a group may be that of those who serve

// Not refused: orchestrators mount what is theirs as they see fit.
void warnOfMode(const std::string& path, unsigned unwanted, ServerLog& log) {
    struct stat entry{};
    if (path.empty() || ::stat(path.c_str(), &entry) != 0) return;
    const unsigned mode = entry.st_mode & 07777U;
    if ((mode & unwanted) == 0) return;
    const bool isWritable = (mode & kOthersWrite) != 0;
    log.write(LogLevel::Warn,
              isWritable ? "others than its owner may change this file"
                         : "everybody on this machine may read this file",
              {{"file", path}, {"mode", fmt::format("{:04o}", mode)}});
}

} // namespace

void warnOfCertificate(const TlsSettings& tls, const ServerCertificate& certificate, ServerLog& log, Time now) {
    const CertificatePtr own = readCertificate(certificate.chain);
    const auto validity = own ? validityOf(*own) : std::nullopt;
    if (!validity) return;
    const std::string from = utcText(validity->from);
    const std::string until = utcText(validity->until);
    if (now < validity->from)
        log.write(LogLevel::Warn, "the server's certificate is not valid yet",
                  {{"file", tls.certificate}, {"from", from}});
    else if (now >= validity->until)
        log.write(LogLevel::Warn, "the server's certificate has expired",
                  {{"file", tls.certificate}, {"until", until}});
    else if (validity->until - now < kSoon)
        log.write(LogLevel::Warn, "the server's certificate expires soon",
                  {{"file", tls.certificate}, {"until", until}});
}

void warnOfAccess(const ServeSettings& settings, ServerLog& log) {
    warnOfMode(settings.tls.key, kOthersWrite | kAllRead, log);
    warnOfMode(settings.tokens, kOthersWrite, log);
}

} // namespace signalbox
