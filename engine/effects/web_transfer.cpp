#include "engine/effects/web_transfer.h"

#include "engine/effects/response_text.h"
#include "engine/effects/web_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr std::size_t kMostHeadBytes = std::size_t{128} << 10;

} // namespace

WebTransfer::WebTransfer(ActiveSettingsPtr settings, WebRequest request, SecretMask mask, const Clock& clock)
    : Transfer(std::move(settings))
    , m_request(std::move(request))
    , m_mask(std::move(mask))
    , m_clock(clock) {
    if (!isReady()) return;
    set(CURLOPT_PROTOCOLS_STR, m_request.url.isSecure ? "https" : "http");
    set(CURLOPT_URL, m_request.url.text.c_str());
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
    set(CURLOPT_POSTFIELDS, m_request.body.c_str());
    setHeaders();
    set(CURLOPT_HEADERFUNCTION, &WebTransfer::takeHead);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &WebTransfer::takeBody);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void WebTransfer::setHeaders() {
    // libcurl would wait for a permission to send long bodies, which few receivers give.
    std::vector<std::string> lines{"Expect:"};
    for (const WebHeader& header : m_request.headers)
        // One without a value would be taken out.
        lines.push_back(header.value.empty() ? header.name + ';' : fmt::format("{}: {}", header.name, header.value));
    for (const std::string& line : lines) {
        curl_slist* const longer = curl_slist_append(m_headers.get(), line.c_str());
        if (longer == nullptr) continue;
        static_cast<void>(m_headers.release());
        m_headers.reset(longer);
    }
    set(CURLOPT_HTTPHEADER, m_headers.get());
}

std::size_t WebTransfer::takeHead(char*, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<WebTransfer*>(self);
    transfer.m_headBytes += size * count;
    return transfer.m_headBytes > kMostHeadBytes ? 0 : size * count;
}

// What is more than enough ends the transfer: the receiver has said what matters.
std::size_t WebTransfer::takeBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<WebTransfer*>(self);
    const std::size_t room = transfer.settings().responseBytes - transfer.m_body.size();
    const std::size_t taken = std::min(room, size * count);
    transfer.m_body.append(bytes, taken);
    transfer.m_isCut = transfer.m_isCut || taken < size * count;
    return taken;
}

std::string WebTransfer::objection(const IpAddress& address) const {
    return receivers().objection(m_request.url, address);
}

std::string WebTransfer::receiver() const {
    return m_request.url.receiver();
}

Json WebTransfer::request() const {
    return shown(m_request, m_mask, settings().responseBytes);
}

std::string WebTransfer::header(const char* name) const {
    curl_header* found = nullptr;
    if (curl_easy_header(handle(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return found->value;
}

std::string WebTransfer::statusText(std::uint32_t status) const {
    if (status < 300 || status >= 400) return fmt::format("{}: answered {}", receiver(), status);
    return fmt::format("{}: answered {}, go to '{}'; redirects are not followed", receiver(), status,
                       header("Location"));
}

void WebTransfer::judge(CURLcode code, SendResult& result) const {
    // The end that takeBody() made is none of the connection's.
    const bool isAnswered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && m_isCut);
    const std::string text = validUtf8(m_mask.masked(m_body));
    result.response = wholeCharacters(text, settings().responseBytes);
    result.isResponseCut = m_isCut || result.response.size() < text.size();
    if (!isAnswered) return;
    result.verdict = webVerdict(result.status);
    result.error.clear();
    if (result.verdict == SendResult::Verdict::Sent) return;
    result.error = statusText(result.status);
    if (result.verdict == SendResult::Verdict::Failed)
        if (const std::string wish = header("Retry-After"); !wish.empty())
            result.retryAfter = parseRetryAfter(wish, m_clock.now());
}

} // namespace signalbox
