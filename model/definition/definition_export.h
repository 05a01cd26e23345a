#pragma once

#include <QString>
#include <QStringList>

#include "engine/base/error.h"
#include "engine/workflow_values.h"

namespace signalbox::model {

// Writes a definition into `folder`, which is made: its text and the files that it names, as they were deployed, and
// its structure as NAME.json. What is there is replaced.  Returns: the paths of what was written.  Waits for the disk.
// Errors: Io; InvalidArgument for a file whose path leads out of the folder.
[[nodiscard]] Result<QStringList> exportDefinition(const Definition& definition, const QString& folder);

} // namespace signalbox::model
