#pragma once

#include <QDialog>

#include "engine/workflow_timers.h"

#include <functional>

class QLineEdit;
class QPushButton;

namespace signalbox::ui {

class CopyCommandButton;
class DueField;

// Asks for how long a timer shall be put off, and why.
class PostponeDialog : public QDialog {
    Q_OBJECT
public:
    PostponeDialog(const Clock& clock, const TimerEntry& timer, QWidget* parent);

    using Command = std::function<QString(Time due, const QString& reason)>;
    // Offers to copy what it asks for; null: it does not.
    void offerCommand(Command command);

Q_SIGNALS:
    void postponed(signalbox::Time due, const QString& reason);

private:
    void build(const TimerEntry& timer);
    void submit();

    DueField* m_due;
    QLineEdit* m_reason;
    CopyCommandButton* m_copy;
    QPushButton* m_verb;
};

} // namespace signalbox::ui
