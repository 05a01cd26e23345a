#pragma once

#include <QString>
#include <QStringList>

#include "engine/base/error.h"
#include "engine/chart/definition_source.h"

namespace signalbox::model {

// A definition that is a program, written in the language of definitions.
struct DefinitionTranslation {
    DefinitionSource source;
    QStringList gaps; // English: what the text does not say
};

// Reads definitions as their authors keep them. The program hands it in: which language they are written in is its
// business, not that of models and windows.
class DefinitionFiles {
public:
    virtual ~DefinitionFiles() = default;

    // The text at `path` and those beside it that it names. Waits for the disk: not for the GUI thread. What is wrong
    // with the texts, the service tells when they are deployed.  Errors: NotFound, Io.  Thread-safety: any thread.
    [[nodiscard]] virtual Result<DefinitionSource> read(const QString& path) const = 0;
};

} // namespace signalbox::model
