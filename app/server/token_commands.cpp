#include "app/server/token_commands.h"

#include "app/server/report.h"
#include "app/server/settings/duration_text.h"
#include "engine/remote/access/token_file.h"
#include "engine/remote/access/utc_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace signalbox {
namespace {

constexpr int kUnusable = 2;

Result<TokenRecord> recordOf(const TokenCreateArguments& arguments, Time now) {
    const auto role = roleNamed(arguments.role);
    if (!role)
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no role", arguments.role),
                    "Roles are viewer (reads), operator (fires, creates, cancels) and admin (deploys, migrates,"
                    " terminates, removes).");
    if (arguments.name.empty()) return fail(ErrorCode::InvalidArgument, "a token needs a name", "Say who will use it.");
    const auto expires = expiryFrom(arguments.expires, now);
    if (!expires) return std::unexpected(expires.error());
    if (*expires && **expires <= now)
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' has passed already", arguments.expires));
    return TokenRecord{.id = {},
                       .name = arguments.name,
                       .role = *role,
                       .definitions = arguments.definitions,
                       .created = std::chrono::floor<std::chrono::seconds>(now),
                       .expires = *expires};
}

std::string stateOf(const TokenRecord& token, Time now) {
    if (token.revoked) return "revoked " + utcText(*token.revoked);
    if (!token.expires) return "never expires";
    return fmt::format("{} {}", now < *token.expires ? "expires" : "expired", utcText(*token.expires));
}

} // namespace

Result<std::optional<Time>> expiryFrom(const std::string& text, Time now) {
    if (text == "never") return std::nullopt;
    if (const auto duration = durationFrom(text)) return std::chrono::ceil<std::chrono::seconds>(now + *duration);
    if (const auto at = timeFromUtc(text)) return at;
    return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no time", text),
                "Write 30d, 12h, 2027-01-31, 2027-01-31T12:00:00Z, or never.");
}

int createTokenCommand(const TokenCreateArguments& arguments, const Clock& clock) {
    auto record = recordOf(arguments, clock.now());
    if (!record) return report(record.error(), kUnusable);
    const auto token = makeToken();
    if (!token) return report(token.error(), kUnusable);
    record->hash = hashOfToken(*token);
    const Status added = changeTokenFile(arguments.file, [&](std::vector<TokenRecord>& tokens) -> Status {
        auto id = makeTokenId(tokens);
        if (!id) return std::unexpected(std::move(id).error());
        record->id = *std::move(id);
        tokens.push_back(*record);
        return {};
    });
    if (!added) return report(added.error(), kUnusable);
    fmt::print("{}\n", *token);
    fmt::print(stderr, "Token {} of {}, {}, {}. It is not shown again.\n", record->id, record->name, name(record->role),
               stateOf(*record, clock.now()));
    return 0;
}

int listTokensCommand(const std::string& file, const Clock& clock) {
    const auto tokens = readTokenFile(file);
    if (!tokens) return report(tokens.error(), kUnusable);
    for (const TokenRecord& token : *tokens)
        fmt::print("{}  {:8}  {}  {}{}{}\n", token.id, name(token.role), token.name, stateOf(token, clock.now()),
                   token.definitions.empty() ? "" : "  only ", fmt::join(token.definitions, ", "));
    return 0;
}

int revokeTokenCommand(const std::string& file, const std::string& id, const Clock& clock) {
    const Status revoked = changeTokenFile(file, [&](std::vector<TokenRecord>& tokens) -> Status {
        const auto found = std::ranges::find(tokens, id, &TokenRecord::id);
        if (found == tokens.end())
            return fail(ErrorCode::NotFound, fmt::format("{}: there is no token {}", file, id),
                        "Ids are the first word of each line of: signalboxd token list");
        if (!found->revoked) found->revoked = std::chrono::floor<std::chrono::seconds>(clock.now());
        return {};
    });
    if (!revoked) return report(revoked.error(), kUnusable);
    fmt::print(stderr, "Token {} is revoked; a server takes notice with SIGHUP.\n", id);
    return 0;
}

} // namespace signalbox
