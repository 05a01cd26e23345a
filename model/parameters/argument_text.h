#pragma once

#include <QString>
#include <QStringList>

#include "engine/base/json.h"
#include "engine/chart/structure.h"

#include <optional>

namespace signalbox::model {

// What a person typed for one parameter, understood or not.
struct ParsedArgument {
    std::optional<Json> value; // none: left empty, or a problem
    QString problem;           // a sentence for the person; empty: it may be sent
};

// Reads `text` as a value of the parameter's type and checks it against pattern and choices. Text is taken as it is for
// String; Any takes JSON where it is JSON, else the text. Empty text means "not given", which a required one refuses.
[[nodiscard]] ParsedArgument parseArgument(const ParameterStructure& parameter, const QString& text);

// The text that parseArgument() reads back as `value`.
[[nodiscard]] QString argumentText(const Json& value);

// What to type, in a few words: "whole number", "one of low, high".
[[nodiscard]] QString typeHint(const ParameterStructure& parameter);

// Texts of the choices in their order; empty where any value will do.
[[nodiscard]] QStringList choiceTexts(const ParameterStructure& parameter);

} // namespace signalbox::model
