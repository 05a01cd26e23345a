#pragma once

#include <QObject>

#include "model/actions/action_model.h"
#include "model/actions/action_runner.h"
#include "model/parameters/last_arguments.h"
#include "ui/shell/pane_services.h"

class QWidget;

namespace signalbox::model {
class InspectorModel;
}

namespace signalbox::ui {

class BannerArea;

// Turns what an operator asks for into questions and then into actions: fires at once or asks for parameters, confirms
// what is dangerous, explains refusals, and asks again when the workflow has changed meanwhile.
class OperatorDesk : public QObject {
    Q_OBJECT
public:
    // `banners` show what went wrong, `window` carries dialogs.
    OperatorDesk(const PaneServices& services, model::InspectorModel& inspector, BannerArea& banners, QWidget& window);

    const model::ActionModel& actions() const { return m_actions; }
    const model::Action& cancelAction() const { return m_cancel; }
    const model::AssignAction& assignAction() const { return m_assign; }
    const model::Standstill& terminateStandstill() const { return m_terminate; }
    const model::Standstill& removeStandstill() const { return m_remove; }

    // Each does nothing where the action is not enabled; its reason is shown elsewhere.
    void fireKey(int key);
    void fire(const QString& trigger);
    void assign();
    void assignToMe();
    void cancel();
    void terminate();
    void remove();

Q_SIGNALS:
    void actionsChanged();
    void succeeded(const QString& text);

private:
    void refresh();
    bool isReady() const;
    void start(const model::Action& action);
    void openForm(const model::Action& action);
    // A request on the revision that is shown now: what was seen when a question was asked is what its answer acts on.
    model::ActionRequest requestNow(model::ActionKind kind, const QString& verb) const;
    std::function<QString(const QString& reason)> commandOf(const model::ActionRequest& request) const;
    void confirmCancel(const model::ActionRequest& request, const QString& consequences);
    void onConflict(const model::ActionConflict& conflict);
    void onProblem(const model::ActionProblem& problem);

    PaneServices m_services;
    model::InspectorModel& m_inspector;
    BannerArea& m_banners;
    QWidget& m_window;
    model::LastArguments m_last;
    model::ActionRunner m_runner;
    model::ActionModel m_actions;
    model::Action m_cancel;
    model::AssignAction m_assign;
    model::Standstill m_terminate;
    model::Standstill m_remove;
};

} // namespace signalbox::ui
