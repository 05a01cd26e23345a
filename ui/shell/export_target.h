#pragma once

namespace signalbox::ui {

// A widget that writes what it shows to a file. The command view.export reaches the innermost one around the focus; see
// PaneCommands. Implemented beside QWidget.
class ExportTarget {
public:
    virtual ~ExportTarget() = default;

    virtual bool canExport() const = 0;
    // Asks in which form and where to. Requires: canExport().
    virtual void openExport() = 0;

protected:
    ExportTarget() = default;
    ExportTarget(const ExportTarget&) = default;
    ExportTarget& operator=(const ExportTarget&) = default;
};

} // namespace signalbox::ui
