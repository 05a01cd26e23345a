#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/hash.h"
#include "engine/remote/access/role.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What a caller of a server proves himself with: 256 random bits. The text is shown once, when it is made; what is kept
// is its hash, from which it cannot be had back. A token needs no slow hash: nobody goes through 2^256 of them.

// Of a token, what a server keeps.
struct TokenRecord {
    std::string id;   // public; by which it is revoked
    std::string name; // whom the history names; several tokens may have it
    Role role = Role::Viewer;
    std::vector<std::string> definitions{}; // reaches the workflows of these only; empty: all
    Time created;
    std::optional<Time> expires{}; // from then on it is not taken
    std::optional<Time> revoked{}; // it is not taken; kept for those who ask later
    Sha256 hash{};

    bool operator==(const TokenRecord&) const = default;
};

// "sbt_" and 43 characters of base64url.  Errors: Io: the operating system gives no random bits.
[[nodiscard]] Result<std::string> makeToken();
// 8 hexadecimal digits at random, of none of `taken`.  Errors: Io.
[[nodiscard]] Result<std::string> makeTokenId(const std::vector<TokenRecord>& taken);

[[nodiscard]] Sha256 hashOfToken(std::string_view token);

} // namespace signalbox
