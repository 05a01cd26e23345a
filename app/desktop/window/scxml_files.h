#pragma once

#include "engine/chart/structure.h"
#include "model/definition/definition_files.h"

#include <optional>

namespace signalbox {

// Definitions as SCXML files, each with the folder that it lies in as its package.
class ScxmlFiles final : public model::DefinitionFiles {
public:
    [[nodiscard]] Result<DefinitionSource> read(const QString& path) const override;
};

// A chart of the fluent builder as SCXML; none: it is another.
[[nodiscard]] std::optional<model::DefinitionTranslation> translateProgram(const ChartStructure& structure);

} // namespace signalbox
