#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/definition_source.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox {

// What became of a definition's text: a chart ready to run, unless a diagnostic is an error.
struct CompiledDefinition {
    ChartPtr chart;
    std::vector<SourceDiagnostic> diagnostics; // all that was found, in order of place
};

// Makes charts of definitions that are texts. The engine keeps the text and is given the compiler: it need not know the
// language, nor link what runs its scripts.
class DefinitionCompiler {
public:
    virtual ~DefinitionCompiler() = default;

    // `version`: of the chart, whatever its text says; none: as the text says. Reads nothing but `source`.
    // Thread-safety: any thread.
    [[nodiscard]] virtual CompiledDefinition compile(const DefinitionSource& source,
                                                     std::optional<std::uint32_t> version) const = 0;
};

} // namespace signalbox
