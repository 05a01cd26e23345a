#pragma once

#include <QStringView>

#include <optional>
#include <string>

namespace signalbox::scxml {

// Markup that must not reach the XML parser, found without parsing: a document type with its entities, and tags that
// are made to keep the parser busy.
struct ForbiddenMarkup {
    qsizetype offset = 0;
    std::string message;
};
[[nodiscard]] std::optional<ForbiddenMarkup> findForbiddenMarkup(QStringView text);

} // namespace signalbox::scxml
