#pragma once

class QApplication;
class QString;

namespace signalbox {

// Plays the story of the bug tracker's blog post in the real window, on a new store, by keys and commands: two bugs are
// assigned, deferred, assigned again; one is closed; both fall idle and still answer; the window is closed and opened
// again. Prints a line per step with the state, assignee and history that the window shows, and puts a picture of each
// in `folder`. Returns: 0 when every step showed what it should, else 1.
int runTour(QApplication& application, const QString& folder);

} // namespace signalbox
