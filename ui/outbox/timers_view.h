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
    // Why something cannot be done: the past is shown, the workflow has ended, the server does not know how. Empty: it
    // can.
    struct Standstills {
        QString setting;
        QString moving;
        QString cancelling;
    };
    void setStandstills(const Standstills& reasons);
    const Standstills& standstills() const { return m_standstills; }

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
    Standstills m_standstills;
};

} // namespace signalbox::ui
