#pragma once

#include <QString>

#include "engine/base/json.h"

namespace signalbox::model {

// `json` with the values of members that are secrets by their name (password, token, authorization, ...) and of
// passwords in URLs replaced by dots, at any depth. For showing; a sender masks what it knows, this is the second net.
[[nodiscard]] Json masked(Json json);
// The body of an answer, for showing: JSON laid out and masked, any other text as it is.
[[nodiscard]] QString bodyText(const std::string& body);

} // namespace signalbox::model
