#pragma once

namespace signalbox::ui {

// Makes every GraphView a tree for assistive technology: one child per state and per arrow, with a name that says
// state, permission and count; a permitted arrow can be pressed. Idempotent.
void installGraphAccessibility();

} // namespace signalbox::ui
