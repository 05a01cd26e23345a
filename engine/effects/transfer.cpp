#include "engine/effects/transfer.h"

#include "engine/effects/response_text.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <chrono>
#include <utility>

namespace signalbox {
namespace {

long milliseconds(Duration duration) {
    return static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(duration).count());
}

} // namespace

Transfer::Transfer(ActiveSettingsPtr settings)
    : m_settings(std::move(settings))
    , m_handle(curl_easy_init(), &curl_easy_cleanup) {
    const EffectSettings& values = m_settings->values;
    m_isReady = m_handle != nullptr;
    if (!m_isReady) return;
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_ERRORBUFFER, m_detail.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(values.connectTimeout));
    set(CURLOPT_TIMEOUT_MS, milliseconds(values.totalTimeout));
    // A name server that does not answer would else be waited for, by all transfers, when this one is over.
    set(CURLOPT_QUICK_EXIT, 1L);
    // Not even from the environment.
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    // The system's authorities stay: they lie in a folder, CURLOPT_CAPATH.
    if (!values.certificateFile.empty()) set(CURLOPT_CAINFO, values.certificateFile.c_str());
    set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::openSocket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(CURLOPT_PREREQFUNCTION, &Transfer::beforeRequest);
    set(CURLOPT_PREREQDATA, static_cast<void*>(this));
}

curl_socket_t Transfer::openSocket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto ip = ipAddressOf(address->addr);
    std::string objection = ip ? transfer.objection(*ip) : "it has no IP address";
    if (!objection.empty()) {
        transfer.m_objection = std::move(objection);
        return CURL_SOCKET_BAD;
    }
    transfer.m_hasTried = true;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// A connection that another transfer has left was judged by the settings of then.
int Transfer::beforeRequest(void* self, char* address, char*, int, int) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto ip = parseIpAddress(address);
    std::string objection = ip ? transfer.objection(*ip) : "it has no IP address";
    if (!objection.empty()) {
        transfer.m_objection = std::move(objection);
        transfer.m_hasTried = false;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer.m_hasLeft = true;
    return CURL_PREREQFUNC_OK;
}

std::uint32_t Transfer::status() const {
    long code = 0;
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &code);
    return static_cast<std::uint32_t>(code);
}

SendResult Transfer::result(CURLcode code) const {
    SendResult result;
    result.request = request();
    if (!m_objection.empty() && !m_hasTried) {
        result.verdict = SendResult::Verdict::Refused;
        result.error = printable(masked(m_objection));
        return result;
    }
    result.status = status();
    if (code != CURLE_OK) result.error = errorText(code);
    judge(code, result);
    result.error = printable(masked(std::move(result.error)));
    return result;
}

SendResult Transfer::closed() const {
    SendResult result;
    result.verdict = m_hasLeft ? SendResult::Verdict::Failed : SendResult::Verdict::NotStarted;
    result.error = "sending ended before there was an answer";
    if (m_hasLeft) result.request = request();
    return result;
}

// The same for every time that it happens, so that failures can be counted by it: libcurl's own texts have times and
// numbers of bytes.
std::string Transfer::errorText(CURLcode code) const {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return fmt::format("{}: no such host is known", receiver());
    case CURLE_COULDNT_CONNECT:
        return fmt::format("{}: no connection", receiver());
    case CURLE_OPERATION_TIMEDOUT:
        return fmt::format("{}: no full answer in time", receiver());
    case CURLE_PEER_FAILED_VERIFICATION:
        return fmt::format("{}: its certificate is not trusted: {}", receiver(), m_detail.data());
    case CURLE_SSL_CONNECT_ERROR:
        return fmt::format("{}: no secure connection: {}", receiver(), m_detail.data());
    case CURLE_UNSUPPORTED_PROTOCOL: // ours were asked about before
        return fmt::format("{}: its answer is no HTTP", receiver());
    case CURLE_USE_SSL_FAILED:
        return fmt::format("{}: it does not offer STARTTLS", receiver());
    case CURLE_LOGIN_DENIED:
        return fmt::format("{}: it does not accept user and password", receiver());
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return fmt::format("{}: the connection ended before the answer did", receiver());
    default: // some ninety more, which need no words of ours
        return fmt::format("{}: {}", receiver(), curl_easy_strerror(code));
    }
}

} // namespace signalbox
