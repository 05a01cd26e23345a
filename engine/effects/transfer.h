#pragma once

#include "engine/effects/active_settings.h"
#include "engine/effects/effect_sender.h"
#include "engine/effects/ip_address.h"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

namespace signalbox {

// One exchange with one receiver through libcurl. What it is allowed to do is the same for mail and web: within the
// settings' times, straight to the receiver, to no address that has an objection, and with nothing from the
// environment or the home folder. Neither copied nor moved: libcurl holds pointers into it.
// Thread-safety: one thread, that of its TransferLoop.
class Transfer {
public:
    virtual ~Transfer() = default;
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    [[nodiscard]] CURL* handle() const { return m_handle.get(); }
    // Whether libcurl has taken all that makes it safe. Else it must not begin.
    [[nodiscard]] bool isReady() const { return m_isReady; }
    // What has become of it, with libcurl's word for that.
    [[nodiscard]] SendResult result(CURLcode code) const;
    // The same when it is given up before its end.
    [[nodiscard]] SendResult closed() const;

protected:
    explicit Transfer(ActiveSettingsPtr settings);

    template <typename Value>
    void set(CURLoption option, Value value) {
        m_isReady = m_isReady && curl_easy_setopt(handle(), option, value) == CURLE_OK;
    }
    [[nodiscard]] const EffectSettings& settings() const { return m_settings->values; }
    [[nodiscard]] const ReceiverRules& receivers() const { return m_settings->receivers; }
    // The request may be with the receiver.
    [[nodiscard]] bool hasLeft() const { return m_hasLeft; }
    [[nodiscard]] std::uint32_t status() const;

private:
    // Why this address must not be asked; empty: it may.
    [[nodiscard]] virtual std::string objection(const IpAddress& address) const = 0;
    // "host:port", for messages.
    [[nodiscard]] virtual std::string receiver() const = 0;
    // Verdict and error, and what the answer says, into `result`, which has the status and, if there was trouble on the
    // way, verdict Failed with the error.
    virtual void judge(CURLcode code, SendResult& result) const = 0;
    [[nodiscard]] virtual Json request() const = 0;
    [[nodiscard]] virtual std::string masked(std::string text) const = 0;

    static curl_socket_t openSocket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static int beforeRequest(void* self, char* address, char* ownAddress, int port, int ownPort);
    [[nodiscard]] std::string errorText(CURLcode code) const;

    ActiveSettingsPtr m_settings;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> m_handle;
    std::array<char, CURL_ERROR_SIZE> m_detail{};
    std::string m_objection; // to the last address that had one
    bool m_isReady = true;
    bool m_hasTried = false; // an address that had none
    bool m_hasLeft = false;
};

} // namespace signalbox
