#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace signalbox::ui {

// What stands where nothing can be shown: the cause, the next step, and buttons that take it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    // Both are shown as plain text.
    void setMessage(const QString& cause, const QString& nextStep);
    // Replaces the buttons: one per action, the first is the primary one. Lifetime: the actions outlive this widget.
    void setActions(const QList<QAction*>& actions);

private:
    QLabel* m_cause;
    QLabel* m_nextStep;
    QHBoxLayout* m_buttons;
};

} // namespace signalbox::ui
