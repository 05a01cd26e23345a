#pragma once

#include <QByteArray>
#include <QString>

#include "model/graph/graph_layout.h"

#include <optional>

namespace signalbox::model {

// A layout as a file keeps it: the mark "SBXL", the format's version, the key of the layout, the layout, and a SHA-256
// of all that. Written by QDataStream (Qt 6.0), numbers as doubles. A file of another version is worth as much as none.
QByteArray layoutBytes(const QString& key, const GraphLayout& layout);

// Returns: what layoutBytes() was given; none for anything else, for another key, or where the layout does not fit
// `spec`.
std::optional<GraphLayout> layoutFromBytes(const QByteArray& bytes, const GraphSpec& spec);

} // namespace signalbox::model
