#include "engine/chart/statechart/content.h"

namespace signalbox {

bool If::operator==(const If&) const = default;
bool Foreach::operator==(const Foreach&) const = default;

} // namespace signalbox
