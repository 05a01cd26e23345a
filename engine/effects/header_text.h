#pragma once

#include "engine/effects/mail_address.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Lines of a mail's head, each with CR LF at its end and none longer than 78 characters if it can be helped.
// Source: RFC 5322, 2.2.3; RFC 2047.

// "Subject: ...": any UTF-8. Requires: no line breaks, see breaksLines().
[[nodiscard]] std::string textHeader(std::string_view name, std::string_view text);
// "To: ...", "From: ...".
[[nodiscard]] std::string addressHeader(std::string_view name, const std::vector<MailAddress>& addresses);
// A text as it stands in the body: quoted-printable, every line end CR LF.  Source: RFC 2045, 6.7.
[[nodiscard]] std::string quotedPrintable(std::string_view text);

} // namespace signalbox
