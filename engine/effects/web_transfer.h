#pragma once

#include "engine/base/clock.h"
#include "engine/effects/transfer.h"
#include "engine/effects/web_request.h"

#include <memory>
#include <string>

namespace signalbox {

// One web request and its answer.
class WebTransfer final : public Transfer {
public:
    // `mask`: of the secrets in the request.
    WebTransfer(ActiveSettingsPtr settings, WebRequest request, SecretMask mask, const Clock& clock);

private:
    [[nodiscard]] std::string objection(const IpAddress& address) const override;
    [[nodiscard]] std::string receiver() const override;
    void judge(CURLcode code, SendResult& result) const override;
    [[nodiscard]] Json request() const override;
    [[nodiscard]] std::string masked(std::string text) const override { return m_mask.masked(std::move(text)); }

    void setHeaders();
    [[nodiscard]] std::string header(const char* name) const;
    [[nodiscard]] std::string statusText(std::uint32_t status) const;
    static std::size_t takeHead(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t takeBody(char* bytes, std::size_t size, std::size_t count, void* self);

    WebRequest m_request;
    SecretMask m_mask;
    const Clock& m_clock;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> m_headers{nullptr, &curl_slist_free_all};
    std::string m_body; // of the answer
    std::size_t m_headBytes = 0;
    bool m_isCut = false;
};

} // namespace signalbox
