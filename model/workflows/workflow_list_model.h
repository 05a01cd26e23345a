#pragma once

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/workflow_list.h"
#include "engine/workflow_values.h"
#include "model/text/time_text.h"
#include "model/workflows/page_cache.h"
#include "model/workflows/workflow_filter.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox::model {

class Connection;

// The workflows that match a filter, in an order, as a table of any length: the service filters, sorts and counts, the
// model holds the pages that somebody looks at.
//
// - Never waits: a row that is not loaded reads as a placeholder (IsLoadedRole false) and its page is asked for.
// - A change shows in its row at once; order, total and counts follow with a throttled query. Rows then move under the
//   views by persistent index: the kept ids stay selected wherever they go, and `anchorMoved` tells by how much the row
//   at the top of the view has moved.
// - Rows, total and state counts of a query come from one reply, so they agree.
// - A new filter or order keeps the old rows until the first answer is here.
// - Of several servers (Connection::servers()), a column names that of each row, and the id is what it is called there.
class WorkflowListModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Column {
        Residency,
        Id,
        Definition,
        State,
        Assignee,
        InState,
        Updated,
        Status,
        Revision,
        Created,
        NextTimer,
        Server // where there are several
    };
    Q_ENUM(Column)
    static constexpr int kColumnCount = 12;

    enum Role {
        IdRole = Qt::UserRole + 1, // QString
        SortRole,                  // the typed value behind the text
        IsLoadedRole,              // bool
        IsResidentRole,            // bool
        StateToneRole,             // int of StateTone (state_tone.h)
        DefinitionRole,            // QString: the definition's name
        FailedEffectsRole,         // int: given up, until somebody retries or skips them
        IsOverdueRole,             // bool: longer in its state than that one's limit
        IsStaleRole,               // bool: its server is away, and it is as it was then
        ServerColourRole,          // QString: the colour that a person gave to its server; may be empty
        EnvironmentRole,           // int of Environment (server_profile.h); invalid: this computer
        ChangeAgeRole, // qint64 ms since the row changed while shown; invalid when it never did, or long ago
    };

    // `clock` is the wall clock of ages.
    WorkflowListModel(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    const WorkflowFilter& filter() const { return m_filter; }
    void setFilter(const WorkflowFilter& filter);
    ListSort listSort() const { return m_sort; }
    void setListSort(const ListSort& sort);
    void sort(int column, Qt::SortOrder order) override;
    static SortKey sortKey(Column column);
    static Column columnOf(SortKey key);
    // Under which the order stands. Ids begin with their server: the order by id is that of the servers first.
    Column sortColumn() const;
    // Whether there is anything to show in it: the server's is for several servers alone.
    bool hasColumn(Column column) const;
    void setTimeDisplay(TimeDisplay display);
    TimeDisplay timeDisplay() const { return m_timeDisplay; }

    // Asks anew, soon and once, however often it is called.
    void refresh();

    // The rows in view: what a query reloads, and whose first row is the anchor.
    void setViewport(int firstRow, int lastRow);
    // The workflow whose place is followed even where its page is not loaded; empty for none.
    void setCurrentId(const std::string& id);
    // Where the current id stands as of the last query; none when the filter leaves it out or it is not known yet.
    std::optional<int> currentRow() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    // Returns: null when not loaded.  Lifetime: until control returns to the event loop.
    const WorkflowRow* row(int row) const { return m_pages.find(row); }
    const std::vector<StateCount>& stateCounts() const { return m_stateCounts; }
    // False until the first answer, and while a new filter or order waits for its own.
    bool isLoaded() const { return m_isLoaded; }
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    // A query was answered: rows, total and counts are as of the same moment. `isNewOrder`: for a new filter or order.
    void loaded(bool isNewOrder);
    void filterChanged();
    void sortChanged();
    void anchorMoved(int rows);
    void rowChanged(int row); // by a change that arrived: flashes
    void failed(const signalbox::Error& error);

private:
    struct Request;
    void startOver();
    void query();
    void send(Request request);
    void onAnswer(const Request& request, const Result<ListReply>& reply);
    Request makeRequest() const;
    bool asksElsewhere(const Request& request, const ListReply& reply);
    void apply(const Request& request, const ListReply& reply);
    void applyNewOrder(const ListReply& reply);
    void applyMoved(const ListReply& reply);
    void moveIndexes(const PageCache& before);
    void applyInPlace(const ListReply& reply);
    bool isSameOrder(const ListReply& reply) const;
    void wantPage(int row) const;
    void fetchPages();
    void onPage(const Request& request, const Result<ListReply>& reply);
    void onChanges(const std::vector<Change>& changes);
    bool patch(WorkflowRow& row, const Change& change) const;
    void onResidency(const std::vector<EnumerateReply::Item>& items);
    void refreshAges();
    QVariant cell(const WorkflowRow& row, Column column, int role) const;
    std::optional<QVariant> serverCell(const WorkflowRow& row, Column column, int role) const;
    QVariant changeAge(const WorkflowRow& row) const;

    Connection& m_connection;
    const Clock& m_clock;
    WorkflowFilter m_filter;
    ListSort m_sort;
    TimeDisplay m_timeDisplay = TimeDisplay::Relative;
    PageCache m_pages;
    int m_total = 0;
    std::vector<StateCount> m_stateCounts;
    std::optional<Error> m_error;
    bool m_isLoaded = false;

    int m_firstVisible = 0;
    int m_lastVisible = 0;
    std::string m_currentId;
    std::optional<int> m_currentRow;

    std::uint64_t m_generation = 0; // of filter and order: answers to an earlier one are dropped
    std::uint64_t m_queryCount = 0; // answered ones: a page asked for before the newest may be of an older order
    bool m_isQuerying = false;
    bool m_isStale = false; // something changed while a query was under way
    QTimer m_queryTimer;
    QTimer m_ageTimer;
    mutable QTimer m_fetchTimer;
    mutable std::vector<int> m_wantedPages; // the last one is wanted most
    std::vector<int> m_pagesUnderWay;
    QElapsedTimer m_sinceQuery;
    int m_ageTicks = 0;
    std::unordered_map<std::string, SteadyTime> m_changedAt;
};

} // namespace signalbox::model
