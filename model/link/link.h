#pragma once

#include <QString>

#include "engine/base/error.h"
#include "engine/workflow_values.h"

#include <optional>

namespace signalbox::model {

// The address of a place in Signalbox: signalbox://CONNECTION/DEFINITION/ID?at=REVISION. Ids may hold any character; in
// the text they are percent-encoded.
struct Link {
    QString connection; // "local"
    QString definition; // name
    QString id;
    std::optional<Revision> at; // as it was; none: live

    bool operator==(const Link&) const = default;
};

[[nodiscard]] QString toText(const Link& link);
// Errors: InvalidArgument, saying which part is missing or wrong.
[[nodiscard]] Result<Link> parseLink(const QString& text);

} // namespace signalbox::model
