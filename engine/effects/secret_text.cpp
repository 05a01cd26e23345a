#include "engine/effects/secret_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kBegin = "${secret:";
constexpr std::string_view kMask = "***";

} // namespace

void SecretMask::add(std::string secret) {
    if (secret.empty()) return;
    const auto isLonger = [&](const std::string& other) { return other.size() < secret.size(); };
    m_secrets.insert(std::ranges::find_if(m_secrets, isLonger), std::move(secret));
}

std::string SecretMask::masked(std::string text) const {
    for (const std::string& secret : m_secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMask.size()))
            text.replace(at, secret.size(), kMask);
    return text;
}

Result<std::string> withSecrets(std::string_view text, const SecretSource& secrets, SecretMask& mask) {
    std::string plain;
    for (auto at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin)) {
        plain += text.substr(0, at);
        text.remove_prefix(at + kBegin.size());
        const auto end = text.find('}');
        if (end == std::string_view::npos || end == 0)
            return fail(ErrorCode::InvalidArgument, "a secret is asked for, but not named", "write ${secret:NAME}");
        const std::string_view name = text.substr(0, end);
        auto secret = secrets.secret(name);
        if (!secret)
            return fail(secret.error().code, fmt::format("secret '{}' cannot be had: {}", name, secret.error().message),
                        secret.error().advice);
        plain += *secret;
        mask.add(*std::move(secret));
        text.remove_prefix(end + 1);
    }
    return plain += text;
}

bool hasSecrets(std::string_view text) {
    return text.contains(kBegin);
}

} // namespace signalbox
