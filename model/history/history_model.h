#pragma once

#include <QAbstractTableModel>

#include "engine/base/clock.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"
#include "model/text/countdown.h"
#include "model/text/time_text.h"

#include <optional>
#include <set>
#include <vector>

namespace signalbox::model {

class Connection;

// The history of one workflow, newest first: one row per change.
//
// Pages come as the view asks for them (canFetchMore); changes that happen meanwhile are inserted at the top, so
// nothing else moves. What becomes of effects is followed between changes, in the newest page and in the rows that are
// seen, and the time until their next try counts down while somebody looks. A reset comes only with another workflow.
class HistoryModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        NumberColumn, // revision
        WhenColumn,
        TriggerColumn,
        TransitionColumn,
        ByColumn,
        ReasonColumn,
        EffectsColumn,
        ColumnCount,
    };
    enum Role {
        SortRole = Qt::UserRole + 1,
        IdRole,        // revision, quint64
        TitleRole,     // what happened: the trigger, or "created"
        ArgumentsRole, // "assignee = Sue"
        FromRole,
        ToRole,
        IsTriggerRole,    // the title is a trigger's name
        IsShownRole,      // the revision that the inspector shows
        IsLaterRole,      // after that revision: not yet true in the past that is shown
        EffectStatusRole, // int(EffectStatus) of the worst effect; none without effects
        IsFailureRole,    // it faulted, or one of its effects failed
        SearchRole,       // all text of the row
    };

    HistoryModel(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    // Empty: nothing.
    void showWorkflow(const QString& id);
    // None: the newest.
    void setShownRevision(std::optional<Revision> revision);
    void setTimeDisplay(TimeDisplay display);
    // Reads the newest page anew, in place.
    void refresh();
    // The rows that are on the screen.
    void setSeenRows(const std::vector<int>& rows);
    // Whether the countdowns can be seen.
    void setWatched(bool isWatched) { m_hand.setRunning(isWatched); }

    const std::vector<Change>& changes() const { return m_changes; }
    // Changes of this workflow, loaded or not.
    quint64 total() const { return m_total; }
    bool hasMore() const { return m_hasMore; }
    // Why there is none to show, as a sentence: the server has no call for it. Empty: it has.
    QString refusal() const;

Q_SIGNALS:
    void totalChanged();
    void loaded();
    void failed(const signalbox::Error& error);

private:
    enum class Load { Older, Newer, Seen };

    void request(Load load, std::optional<Revision> before);
    bool& isLoading(Load load);
    void onLoaded(Load load, std::optional<Revision> before, const HistoryReply& reply);
    void onChanges(const std::vector<Change>& changes);
    std::optional<Revision> oldest() const;
    void append(std::optional<Revision> before, const HistoryReply& older);
    void prepend(const HistoryReply& newest);
    void replaceKnown(const std::vector<Change>& newest);
    void readSeen();
    bool isOutdated(Seq change) const;
    void replaceSeen(const std::vector<Change>& seen);
    void noteFresh(const std::vector<Change>& read);
    std::optional<std::size_t> rowOf(Seq change) const;
    void setTotal(quint64 total);
    void tick();
    QVariant cell(const Change& change, int column) const;
    QVariant fact(const Change& change, int role) const;
    QVariant sortValue(const Change& change, int column) const;

    Connection& m_connection;
    const Clock& m_clock;
    SecondHand m_hand;
    std::string m_id;
    quint64 m_epoch = 0; // answers to an earlier workflow are dropped
    std::vector<Change> m_changes;
    std::optional<Revision> m_shown;
    TimeDisplay m_timeDisplay = TimeDisplay::Relative;
    quint64 m_total = 0;
    bool m_hasMore = false;
    bool m_isLoadingOlder = false;
    bool m_isLoadingNewer = false;
    bool m_isLoadingSeen = false;
    std::vector<Seq> m_seen; // on the screen, from above
    std::set<Seq> m_fresh;   // read since effects went on the last time
    quint64 m_moves = 0;     // how often they did
    bool m_isStale = false;  // changes arrived while something was being loaded
};

} // namespace signalbox::model
