#pragma once

#include <QWidget>

#include "engine/workflow_timers.h"

#include <optional>

class QLabel;
class QPushButton;

namespace signalbox::model {
class TimerModel;
}

namespace signalbox::ui {

class OutboxTable;
class Theme;

// The Timers tab: what the workflow waits for, with countdowns, and what can be done about it. What its buttons and
// keys want is the owner's business: Enter postpones, Delete cancels.
class TimersView : public QWidget {
    Q_OBJECT
public:
    TimersView(const Theme& theme, model::TimerModel& timers, QWidget* parent = nullptr);

    OutboxTable& table() { return *m_table; }
    // Returns: the chosen one; none without a row.
    std::optional<TimerEntry> current() const;
    // Why nothing can be done: the past is shown, or the workflow has ended. Empty: it can.
    void setStandstill(const QString& reason);
    const QString& standstill() const { return m_standstill; }

Q_SIGNALS:
    void reminderWanted();
    void fireWanted();
    void postponeWanted();
    void cancelWanted();
    void commandsWanted(); // what can be done to it, to be copied
    void currentChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildBar();
    QPushButton* addButton(QWidget& bar, const QString& name, const QString& text, const QString& toolTip);
    void showRowMenu(const QPoint& place);
    void refresh();

    model::TimerModel& m_timers;
    OutboxTable* m_table;
    QPushButton* m_reminder = nullptr;
    QPushButton* m_fire = nullptr;
    QPushButton* m_postpone = nullptr;
    QPushButton* m_cancel = nullptr;
    QLabel* m_note = nullptr;
    QString m_standstill;
};

} // namespace signalbox::ui
