#include "app/desktop/window/outbox_places.h"

#include "model/connection/connection.h"
#include "model/text/error_text.h"
#include "ui/outbox/problems_window.h"
#include "ui/shell/command_registry.h"

namespace signalbox {

using namespace Qt::StringLiterals;
using model::ProblemFinder;

OutboxPlaces::OutboxPlaces(const ui::PaneServices& services, QWidget& window)
    : m_services(services)
    , m_window(window)
    , m_finder(services.connection) {
    ui::CommandRegistry& commands = services.commands;
    commands.setHandler(u"go.problems"_s, this, [this] { showProblems(); });
    commands.setHandler(u"go.nextProblem"_s, this, [this] { step(1); });
    commands.setHandler(u"go.previousProblem"_s, this, [this] { step(-1); });
    connect(&services.connection, &model::Connection::accessChanged, this, &OutboxPlaces::allowProblems);
    allowProblems();
    connect(&m_finder, &ProblemFinder::found, this, &OutboxPlaces::workflowWanted);
    connect(&m_finder, &ProblemFinder::nothingFound, this,
            [this] { Q_EMIT told(tr("No workflow needs somebody: no effect has failed, none is overdue.")); });
    connect(&m_finder, &ProblemFinder::failed, this,
            [this](const Error& error) { Q_EMIT told(model::errorText(error)); });
}

void OutboxPlaces::allowProblems() {
    const model::Access& access = m_services.connection.access();
    m_services.commands.setDisabled(u"go.problems"_s, model::refusalSentence(access, model::Deed::ReadEffects));
}

void OutboxPlaces::showProblems() {
    if (!m_problems) {
        m_problems = new ui::ProblemsWindow(m_services, &m_window);
        m_problems->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_problems, &ui::ProblemsWindow::workflowsWanted, this, &OutboxPlaces::failedWanted);
        connect(m_problems, &ui::ProblemsWindow::told, this, &OutboxPlaces::told);
        connect(m_problems, &ui::ProblemsWindow::nextWanted, this, &OutboxPlaces::step);
    }
    m_problems->show();
    m_problems->raise();
    m_problems->activateWindow();
}

ui::ProblemsWindow* OutboxPlaces::problems() const {
    return m_problems;
}

void OutboxPlaces::step(int by) {
    if (by > 0)
        m_finder.findNext(m_current);
    else
        m_finder.findPrevious(m_current);
}

} // namespace signalbox
