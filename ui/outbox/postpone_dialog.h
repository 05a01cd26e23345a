#pragma once

#include <QDialog>

#include "engine/workflow_timers.h"

class QLineEdit;
class QPushButton;

namespace signalbox::ui {

class DueField;

// Asks for how long a timer shall be put off, and why.
class PostponeDialog : public QDialog {
    Q_OBJECT
public:
    PostponeDialog(const Clock& clock, const TimerEntry& timer, QWidget* parent);

Q_SIGNALS:
    void postponed(signalbox::Time due, const QString& reason);

private:
    void build(const TimerEntry& timer);
    void submit();

    DueField* m_due;
    QLineEdit* m_reason;
    QPushButton* m_verb;
};

} // namespace signalbox::ui
