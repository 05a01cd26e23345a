#pragma once

#include "engine/base/error.h"
#include "engine/remote/access/token.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The file in which a server's tokens are kept, without the tokens themselves:
//
//     {"format": 1, "tokens": [{"id": "5f0c2a11", "name": "intake", "role": "operator", "definitions": ["order"],
//       "created": "2026-11-29T23:22:30Z", "expires": null, "revoked": null, "sha256": "9f86..."}]}
//
// A member that this Signalbox does not know is refused, not dropped. Who may write the file may do everything: it is
// written with mode 0600.

// In the order of the file.  Errors: NotFound; Io; InvalidArgument, naming the file, the line or the token, and what is
// wrong.
[[nodiscard]] Result<std::vector<TokenRecord>> readTokenFile(const std::string& path);

// Has `change` work on what the file holds, nothing where there is none, and writes it if that went well. Others who do
// the same wait meanwhile. Written by root, the file belongs to whom it belonged to before, or to whom its folder
// belongs, so that a service of another user can read it.
// Durability: when it returns, the file survives a loss of power; no reader ever sees half of it.
// Errors: as readTokenFile() but NotFound; as `change`; Io.
[[nodiscard]] Status changeTokenFile(const std::string& path,
                                     const std::function<Status(std::vector<TokenRecord>&)>& change);

// The text of a file, and back. `file`: its name, for messages.
[[nodiscard]] std::string tokenFileText(const std::vector<TokenRecord>& tokens);
[[nodiscard]] Result<std::vector<TokenRecord>> tokensFrom(std::string_view text, const std::string& file);

} // namespace signalbox
