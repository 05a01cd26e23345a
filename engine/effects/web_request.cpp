#include "engine/effects/web_request.h"

#include "engine/base/hash.h"
#include "engine/effects/form_body.h"
#include "engine/effects/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace signalbox {
namespace {

constexpr std::string_view kUserAgent = "Signalbox";

std::unexpected<Error> wrong(std::string reason) {
    return fail(ErrorCode::InvalidArgument, std::move(reason));
}

// A token of RFC 9110, 5.6.2.
bool isHeaderName(std::string_view name) {
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    const auto fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kSigns.contains(c);
    };
    return !name.empty() && std::ranges::all_of(name, fits);
}

bool isHeaderValue(std::string_view value) {
    return std::ranges::none_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < ' ' && c != '\t') || c == '\x7F';
    });
}

// What frames the request, or what a receiver relies on to come from us.
bool isOurs(std::string_view name) {
    constexpr std::array<std::string_view, 11> kNames{
        "host",   "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade",
        "expect", "cookie",         "idempotency-key"};
    const std::string lower = normalHost(name);
    return std::ranges::find(kNames, lower) != kNames.end() || lower.starts_with("signalbox-") ||
           lower.starts_with("proxy-");
}

class RequestWriter {
public:
    RequestWriter(const OutgoingEffect& effect, const SecretSource& secrets, SecretMask& mask)
        : m_effect(effect)
        , m_secrets(secrets)
        , m_mask(mask) {}

    [[nodiscard]] const Json* find(const char* member) const {
        if (!m_effect.payload.is_object()) return nullptr;
        const auto found = m_effect.payload.find(member);
        return found == m_effect.payload.end() || found->is_null() ? nullptr : &*found;
    }
    [[nodiscard]] Result<std::string> text(const char* member) const {
        const Json* const found = find(member);
        if (found == nullptr) return std::string{};
        if (!found->is_string()) return wrong(fmt::format("the {} of a web request is no text", member));
        return found->get<std::string>();
    }
    [[nodiscard]] Status setUrl() {
        auto given = text("url");
        if (!given) return std::unexpected(given.error());
        auto url = parseWebUrl(*given);
        if (!url) return std::unexpected(url.error());
        request.url = *std::move(url);
        return {};
    }
    // As the payload says how. `event` is told in a form by the standard's parameter, else by a header.
    [[nodiscard]] Status setBody() {
        const auto encoding = text("encoding");
        const auto event = text("event");
        if (!encoding || !event) return std::unexpected(encoding ? event.error() : encoding.error());
        const Json* const given = find("body");
        const Json body = given == nullptr ? Json(nullptr) : *given;
        if (*encoding == "form") {
            FormBody form = formBody(*event, body);
            request.body = std::move(form.text);
            return set("Content-Type", form.type);
        }
        if (!encoding->empty() && *encoding != "json")
            return wrong(fmt::format("'{}' is no encoding of a web request", *encoding));
        request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (!event->empty())
            if (auto told = set("Signalbox-Event", *event); !told) return told;
        return set("Content-Type", "application/json");
    }
    [[nodiscard]] Status setIdentity() {
        const std::string& address = m_effect.replyAddress;
        for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"User-Agent", kUserAgent},
                                          {"Idempotency-Key", m_effect.idempotencyKey},
                                          {"Signalbox-Workflow", m_effect.workflowId}})
            if (auto told = set(name, value); !told) return told;
        if (address.empty()) return {};
        auto told = set("Signalbox-Reply-Address", address);
        // Whoever reads its token can answer in the receiver's place.
        request.headers.back().shown = address.substr(0, address.rfind('.') + 1) + "***";
        m_mask.add(address.substr(address.rfind('.') + 1));
        return told;
    }
    // The definition's own; they may replace Content-Type and User-Agent.
    [[nodiscard]] Status addHeaders() {
        const Json* const headers = find("headers");
        if (headers == nullptr) return {};
        if (!headers->is_object()) return wrong("the headers of a web request are no object");
        for (const auto& [name, value] : headers->items()) {
            if (!isHeaderName(name) || isOurs(name))
                return wrong(fmt::format("header '{}' cannot be set", printable(name)));
            if (!value.is_string()) return wrong(fmt::format("header '{}' is no text", name));
            const auto& written = value.get_ref<const std::string&>();
            auto plain = withSecrets(written, m_secrets, m_mask);
            if (!plain) return std::unexpected(plain.error());
            // Whoever keeps the secret can mend that, so it is no fault of the effect.
            if (!isHeaderValue(*plain) && isHeaderValue(written))
                return fail(ErrorCode::Io, fmt::format("the secret of header '{}' has a line break", name));
            if (auto added = set(name, *plain); !added) return added;
        }
        return {};
    }
    [[nodiscard]] Status sign(std::string_view secretName, Time now) {
        auto key = m_secrets.secret(secretName);
        if (!key && key.error().code == ErrorCode::NotFound) return {};
        if (!key)
            return fail(key.error().code, fmt::format("secret '{}' cannot be had: {}", secretName, key.error().message),
                        key.error().advice);
        const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
        m_mask.add(*key);
        return set("Signalbox-Signature",
                   fmt::format("t={},v1={}", seconds, hmacSha256(*key, fmt::format("{}.{}", seconds, request.body))));
    }

    WebRequest request;

private:
    Status set(std::string_view name, std::string_view value) {
        if (!isHeaderValue(value))
            return wrong(fmt::format("header '{}' has a line break or a control character", name));
        const auto isSame = [&](const WebHeader& header) { return normalHost(header.name) == normalHost(name); };
        std::erase_if(request.headers, isSame);
        request.headers.push_back(
            {.name = std::string(name), .value = std::string(value), .shown = m_mask.masked(std::string(value))});
        return {};
    }

    const OutgoingEffect& m_effect;
    const SecretSource& m_secrets;
    SecretMask& m_mask;
};

} // namespace

Result<WebRequest> makeWebRequest(const OutgoingEffect& effect, const SecretSource& secrets,
                                  std::string_view signingSecret, Time now, SecretMask& mask) {
    RequestWriter writer(effect, secrets, mask);
    // The signature is over the body.
    auto made = writer.setUrl();
    if (made) made = writer.setBody();
    if (made) made = writer.setIdentity();
    if (made) made = writer.addHeaders();
    if (made) made = writer.sign(signingSecret, now);
    if (!made) return std::unexpected(made.error());
    return std::move(writer.request);
}

Json shown(const WebRequest& request, const SecretMask& mask, std::size_t bodyBytes) {
    Json::object_t headers;
    for (const WebHeader& header : request.headers)
        headers.emplace(header.name, printable(mask.masked(header.shown)));
    Json::object_t told;
    told.emplace("method", "POST");
    told.emplace("url", request.url.text);
    told.emplace("headers", std::move(headers));
    told.emplace("body", wholeCharacters(mask.masked(request.body), bodyBytes));
    return told;
}

} // namespace signalbox
