#pragma once

#include <QString>

#include "engine/base/json.h"

#include <expected>

namespace signalbox::model {

// Where a text stops being a JSON object. Units: lines and columns from 1, columns in characters.
struct JsonProblem {
    int line = 1;
    int column = 1;
    QString message; // translated
};

// Returns: the object, or {} for a text of blanks only.
[[nodiscard]] std::expected<Json, JsonProblem> parseJsonObject(const QString& text);

} // namespace signalbox::model
