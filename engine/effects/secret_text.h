#pragma once

#include "engine/base/error.h"
#include "engine/effects/secret_source.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Takes secrets out of what people and logs may read. Remembers those that one sending has used.
class SecretMask {
public:
    void add(std::string secret);
    // `text` with "***" for each secret in it, wherever it comes from: a receiver may echo what it was sent.
    [[nodiscard]] std::string masked(std::string text) const;

private:
    std::vector<std::string> m_secrets; // longest first: one may be part of another
};

// `text` with each "${secret:NAME}" replaced by the secret, which `mask` is told.
// Errors: InvalidArgument: no end, or no name; else as SecretSource::secret(), naming the secret.
[[nodiscard]] Result<std::string> withSecrets(std::string_view text, const SecretSource& secrets, SecretMask& mask);

// Whether `text` asks for a secret.
[[nodiscard]] bool hasSecrets(std::string_view text);

} // namespace signalbox
