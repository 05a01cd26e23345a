#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Somebody who sends or gets mail: "joe@example.org" or "Joe Doe <joe@example.org>".
struct MailAddress {
    std::string name; // UTF-8; may be empty
    std::string local;
    std::string domain;

    // "joe@example.org".
    [[nodiscard]] std::string address() const { return local + '@' + domain; }
    bool operator==(const MailAddress&) const = default;
};

// `ownDomain`: of those that name none, as mail servers do for their own people ("joe"); empty: each must name one.
// Errors: InvalidArgument: no address of letters, digits and the signs that need no quotes; control characters.
[[nodiscard]] Result<MailAddress> parseMailAddress(std::string_view text, std::string_view ownDomain = {});
// The recipients of a mail: a text of one or several with commas between them, or an array of such texts.
// Errors: InvalidArgument: as above, naming the recipient; or nobody.
[[nodiscard]] Result<std::vector<MailAddress>> parseRecipients(const Json& to, std::string_view ownDomain = {});

// Whether `text` has a CR, LF or NUL: in a header it would begin another one, or hide the rest.
[[nodiscard]] bool breaksLines(std::string_view text);

} // namespace signalbox
