#pragma once

#include <QColor>

namespace signalbox::ui {

// The colour tokens of one scheme; nothing in ui/ names a colour otherwise.
//
// Held by a test, after WCAG 2.1 (1.4.3, 1.4.11): text, muted, accent, go, warn and stop reach 4.5:1 on panel, bg,
// raised and accentWash; each semantic colour reaches 4.5:1 on its own wash, and onFill on each semantic colour; faint
// reaches 2.8:1 and is never the only carrier of a fact. A state is told by shape and word first, colour second.
struct ThemeColors {
    bool dark = false;

    QColor bg;     // behind the panels: graph canvas, fields
    QColor panel;  // lists, navigator, menus
    QColor raised; // buttons, headers, nodes
    QColor line;   // borders and splitters

    QColor text;
    QColor muted;  // secondary text
    QColor faint;  // decoration and placeholders
    QColor onFill; // text on a solid accent, go, warn or stop

    QColor accent; // current, selection, focus
    QColor accentWash;
    QColor go; // permitted, healthy
    QColor goWash;
    QColor warn; // waiting, overdue, retrying
    QColor warnWash;
    QColor stop; // failed, cancel
    QColor stopWash;

    bool operator==(const ThemeColors&) const = default;
};

ThemeColors lightColors();
ThemeColors darkColors();

// Returns: the WCAG contrast ratio of two opaque colours, 1 to 21.
// Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
double contrastRatio(const QColor& first, const QColor& second);

} // namespace signalbox::ui
