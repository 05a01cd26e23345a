#pragma once

#include "engine/base/json.h"

#include <string>
#include <string_view>

namespace signalbox {

struct FormBody {
    std::string text;
    std::string type; // of the content
};

// An event as the Basic HTTP Event I/O Processor sends it: its name as "_scxmleventname" (empty: left out), each member
// of an object as a parameter. Other data is the content of <send>: the body itself, or "_content" beside a name, for
// which a body would have no place. Values that are no text go as JSON.
// Source: W3C SCXML 1.0, C.2; URL Standard, 5.2 (form-urlencoded).
[[nodiscard]] FormBody formBody(std::string_view event, const Json& data);

} // namespace signalbox
