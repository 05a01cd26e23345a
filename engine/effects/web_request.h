#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/effects/effect_sender.h"
#include "engine/effects/secret_source.h"
#include "engine/effects/secret_text.h"
#include "engine/effects/web_url.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

struct WebHeader {
    std::string name;
    std::string value;
    std::string shown; // for people: secrets are masked
};

// One POST, ready to go.
struct WebRequest {
    WebUrl url;
    std::vector<WebHeader> headers;
    std::string body;
};

// The request that an effect asks for. Its payload: "url"; "body", any JSON; "headers", an object of texts, in which
// ${secret:NAME} is replaced; "encoding": "json", or "form" as W3C SCXML sends events; "event", its name.
// `signingSecret`: the body is signed with it, and with the time, if there is one:
// "Signalbox-Signature: t=UNIX,v1=HEX", HMAC-SHA256 over "UNIX.BODY". What it uses of `secrets` goes into `mask`.
// Errors: InvalidArgument: it will never be a request; others: a secret cannot be had now.
[[nodiscard]] Result<WebRequest> makeWebRequest(const OutgoingEffect& effect, const SecretSource& secrets,
                                                std::string_view signingSecret, Time now, SecretMask& mask);

// What was sent, for an operator to read: {"method", "url", "headers", "body"}; at most `bodyBytes` of the body.
[[nodiscard]] Json shown(const WebRequest& request, const SecretMask& mask, std::size_t bodyBytes);

} // namespace signalbox
