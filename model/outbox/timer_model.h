#pragma once

#include <QAbstractTableModel>

#include "engine/workflow_timers.h"
#include "model/text/countdown.h"
#include "model/text/time_text.h"

#include <vector>

namespace signalbox::model {

class Connection;

// The timers of one workflow, by due time: one row per timer.
//
// Reads them anew with each change of the workflow; rows that stay keep their indexes. Countdowns move with the clock's
// seconds while somebody looks.
class TimerModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        TriggerColumn,
        CountdownColumn,
        DueColumn,
        RepeatsColumn,
        ColumnCount,
    };
    enum Role {
        SortRole = Qt::UserRole + 1,
        IdRole,    // the name
        IsDueRole, // its time has come
        IsOwnRole, // the definition's own: "after:..." or "send:..."
    };

    TimerModel(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // Empty: nothing.
    void showWorkflow(const QString& id);
    void refresh();
    void setTimeDisplay(TimeDisplay display);
    // Whether the countdowns can be seen.
    void setWatched(bool isWatched) { m_hand.setRunning(isWatched); }

    const std::vector<TimerEntry>& timers() const { return m_timers; }
    // Returns: null where there is no such row.
    const TimerEntry* timerAt(int row) const;
    bool isLoaded() const { return m_isLoaded; }
    // Why there are none to show, as a sentence: the server has no call for it. Empty: it has.
    QString refusal() const;

Q_SIGNALS:
    void loaded();
    void failed(const signalbox::Error& error);

private:
    void onLoaded(const TimersReply& reply);
    void onChanges(const std::vector<Change>& changes);
    void tick();
    QVariant cell(const TimerEntry& timer, int column) const;
    QVariant sortValue(const TimerEntry& timer, int column) const;
    QString toolTip(const TimerEntry& timer, int column) const;

    Connection& m_connection;
    const Clock& m_clock;
    SecondHand m_hand;
    std::string m_id;
    quint64 m_epoch = 0; // answers to an earlier workflow are dropped
    std::vector<TimerEntry> m_timers;
    TimeDisplay m_timeDisplay = TimeDisplay::Relative;
    bool m_isLoaded = false;
    bool m_isLoading = false;
    bool m_isStale = false; // changed while it was being read
};

// What a timer is called for people: "after 2 d in Deferred" for a state's timeout, else its name.
[[nodiscard]] QString timerTitle(const TimerEntry& timer);
// Whether the definition itself has set it.
[[nodiscard]] bool isOwnTimer(const TimerEntry& timer);

} // namespace signalbox::model
