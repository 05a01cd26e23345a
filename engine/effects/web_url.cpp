#include "engine/effects/web_url.h"

#include "engine/effects/secret_text.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <memory>

namespace signalbox {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
    return text;
}

// Does not say it: there may be a password in it.
std::unexpected<Error> noUrl(std::string_view reason) {
    return fail(ErrorCode::InvalidArgument, fmt::format("no url for a web request: {}", reason));
}

} // namespace

bool isHostName(std::string_view text) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
    return !text.empty() && text.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string normalHost(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    std::string normal;
    for (const char c : host)
        normal += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return normal;
}

std::string WebUrl::receiver() const {
    return fmt::format("{}://{}:{}", isSecure ? "https" : "http", host, port);
}

Result<WebUrl> parseWebUrl(std::string_view text) {
    if (hasSecrets(text)) return noUrl("secrets may stand in header values only");
    // libcurl would take it for the end.
    if (text.contains('\0')) return noUrl("it has a NUL");
    const Url url(curl_url(), &curl_url_cleanup);
    // Without the password that may be in it.
    const CURLUcode read = curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_DISALLOW_USER);
    if (read == CURLUE_USER_NOT_ALLOWED)
        return fail(ErrorCode::InvalidArgument, "the url of a web request has a user or a password in it",
                    "send it as a header: Authorization with ${secret:NAME}");
    if (read != CURLUE_OK) return noUrl(curl_url_strerror(read));

    WebUrl found;
    const std::string scheme = part(url, CURLUPART_SCHEME);
    found.isSecure = scheme == "https";
    if (!found.isSecure && scheme != "http") return noUrl("it is neither https nor http");
    found.host = normalHost(part(url, CURLUPART_HOST));
    const std::string port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), found.port);
    // A fragment is not sent.
    curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
    found.text = part(url, CURLUPART_URL);
    if (found.host.empty() || found.port == 0 || found.text.empty()) return noUrl("it names no host");
    return found;
}

} // namespace signalbox
