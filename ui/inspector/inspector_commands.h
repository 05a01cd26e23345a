#pragma once

#include <QObject>

namespace signalbox::model {
class InspectorModel;
}

namespace signalbox::ui {

class ActionBar;
class CommandRegistry;
class OperatorDesk;

// The inspector's commands of the registry: what they do, and why not while they cannot. The inspector that became
// active last has them.
class InspectorCommands : public QObject {
    Q_OBJECT
public:
    InspectorCommands(CommandRegistry& commands, OperatorDesk& desk, model::InspectorModel& inspector, ActionBar& bar);

    // Takes the commands over from another inspector of the same registry.
    void claim();

private:
    void claimActions();
    void claimTimeTravel();
    void refresh();
    void refreshFiring();
    void enable(const QString& id, const QString& disabledReason);

    CommandRegistry& m_commands;
    OperatorDesk& m_desk;
    model::InspectorModel& m_inspector;
    ActionBar& m_bar;
    bool m_isClaimed = false;
};

} // namespace signalbox::ui
