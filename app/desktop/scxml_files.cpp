#include "app/desktop/scxml_files.h"

#include "engine/scxml/compiler.h"

namespace signalbox {

Result<DefinitionSource> ScxmlFiles::read(const QString& path) const {
    return scxml::readSource(path.toStdU16String());
}

} // namespace signalbox
