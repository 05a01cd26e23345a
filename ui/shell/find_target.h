#pragma once

namespace signalbox::ui {

// A widget with something to find in. The commands find.open, find.next and find.previous reach the innermost one
// around the focus; see PaneCommands. Implemented beside QWidget.
class FindTarget {
public:
    virtual ~FindTarget() = default;

    virtual bool canFind() const = 0;
    // Lets the operator say what to look for; the focus goes where that is typed. These require canFind().
    virtual void openFind() = 0;
    // Goes on with what was looked for last; opens the search where there is none yet.
    virtual void findNext() = 0;
    virtual void findPrevious() = 0;

protected:
    FindTarget() = default;
    FindTarget(const FindTarget&) = default;
    FindTarget& operator=(const FindTarget&) = default;
};

} // namespace signalbox::ui
