#pragma once

#include "model/definition/definition_files.h"

namespace signalbox {

// Definitions as SCXML files, each with the folder that it lies in as its package.
class ScxmlFiles final : public model::DefinitionFiles {
public:
    [[nodiscard]] Result<DefinitionSource> read(const QString& path) const override;
};

} // namespace signalbox
