#include "engine/chart/definition_source.h"

#include <fmt/format.h>

namespace signalbox {

std::string format(const SourceDiagnostic& diagnostic) {
    return fmt::format("{}:{}:{}: {}: {}", diagnostic.file, diagnostic.place.line, diagnostic.place.column,
                       diagnostic.severity == Severity::Error ? "error" : "warning", diagnostic.message);
}

} // namespace signalbox
