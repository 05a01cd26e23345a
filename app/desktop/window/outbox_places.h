#pragma once

#include <QObject>
#include <QPointer>

#include "model/outbox/effect_preferences.h"
#include "model/outbox/problem_finder.h"
#include "model/secrets/keychain_secrets.h"
#include "ui/shell/pane_services.h"

namespace signalbox {

namespace ui {
class ProblemsWindow;
}

// The ways of a store window to what needs somebody: the problems window, and from one workflow with a problem to the
// next. Owns the commands go.problems, go.nextProblem and go.previousProblem.
class OutboxPlaces : public QObject {
    Q_OBJECT
public:
    // `window` carries the problems window. Lifetime: all of it outlives this.
    OutboxPlaces(const ui::PaneServices& services, QWidget& window);

    void showProblems();
    // The workflow from which the next problem is looked for.
    void setCurrent(const QString& id) { m_current = id.toStdString(); }
    ui::ProblemsWindow* problems() const; // null while it is closed

Q_SIGNALS:
    void workflowWanted(const QString& id);
    void failedWanted(); // a list of the workflows whose effects have failed
    void told(const QString& text);

private:
    void allowProblems();
    void step(int by);

    ui::PaneServices m_services;
    QWidget& m_window;
    model::ProblemFinder m_finder;
    std::string m_current;
    QPointer<ui::ProblemsWindow> m_problems;
};

} // namespace signalbox
