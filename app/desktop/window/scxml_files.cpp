#include "app/desktop/window/scxml_files.h"

#include "engine/scxml/compiler.h"
#include "engine/scxml/writer/chart_export.h"

#include <utility>

namespace signalbox {

Result<DefinitionSource> ScxmlFiles::read(const QString& path) const {
    return scxml::readSource(path.toStdU16String());
}

std::optional<model::DefinitionTranslation> translateProgram(const ChartStructure& structure) {
    if (structure.profile != Profile::Stateless) return std::nullopt;
    scxml::ChartExport written = scxml::exportChart(structure);
    model::DefinitionTranslation translation{
        .source = {.file = structure.name + ".scxml", .text = std::move(written.text), .files = {}}, .gaps = {}};
    for (const scxml::ExportGap& gap : written.gaps)
        translation.gaps.append(QString::fromStdString(gap.subject + ": " + gap.message));
    return translation;
}

} // namespace signalbox
