#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What signalboxd does with a server's file of tokens. A server that runs takes up a change with SIGHUP.
// Returns: the exit status: 0 done, 2 the file cannot be used, or the arguments make no sense.

struct TokenCreateArguments {
    std::string file;
    std::string name;
    std::string role;
    std::vector<std::string> definitions; // none: all
    std::string expires = "90d";          // "30d", "12h", "2027-01-31", "never"
};

// Makes a token and prints it, alone, to standard output: nobody can read it anywhere later. The rest goes to standard
// error.
int createTokenCommand(const TokenCreateArguments& arguments, const Clock& clock);
// One line a token.
int listTokensCommand(const std::string& file, const Clock& clock);
// `id`: as listTokensCommand() prints it.
int revokeTokenCommand(const std::string& file, const std::string& id, const Clock& clock);

// When what is written so has passed; none: never.  Errors: InvalidArgument.
[[nodiscard]] Result<std::optional<Time>> expiryFrom(const std::string& text, Time now);

} // namespace signalbox
