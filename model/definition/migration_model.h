#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "engine/workflow_definitions.h"
#include "engine/workflow_list.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace signalbox::model {

class Connection;

// Moves workflows to another version of their definition, one of them or all that are not there yet: a dry run tells
// first what is in the way and what changes, and is repeated after each choice. The rows are what the newest run told,
// the same of many workflows in one row, what is in the way first.
class MigrationModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { KindColumn, SubjectColumn, CountColumn, MessageColumn };
    enum Role {
        BlockingRole = Qt::UserRole + 1, // bool: the workflows stay where they are
        StateRole,  // a state that is in the way until it is mapped, or was mapped: its name; else empty
        ReportRole, // the row as one line of text
    };
    enum class Phase {
        Trying, // the dry run is under way
        Ready,
        Moving,
        Done,
        Failed, // error() says why
    };
    struct Figures {
        quint64 total = 0; // workflows that are looked at, as far as is known
        quint64 moved = 0; // or would be
        quint64 left = 0;  // something is in the way, or an error
    };

    // `workflow`: the one that is meant unless all are; empty: all.
    MigrationModel(Connection& connection, std::string definition, std::string workflow, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const std::string& definition() const { return m_definition; }
    const std::string& workflow() const { return m_workflow; }
    bool isForAll() const { return m_isForAll; }
    quint32 target() const { return m_target; }
    // Newest first, each once: several servers may have different texts as the same version.
    std::vector<quint32> versions() const;
    // Names of the states of the target that a workflow can be in.
    QStringList targetStates() const;
    Phase phase() const { return m_phase; }
    const Figures& figures() const { return m_figures; }
    const std::optional<Error>& error() const { return m_error; }

    // What migrate() asks for each; for all, `id` is to be replaced.
    MigrateRequest request(const std::string& id) const;

    // Each begins a new dry run.
    void setForAll(bool isForAll);
    void setTarget(quint32 version);
    // Where the state of a row goes; empty: nowhere.
    void mapState(const QString& from, const QString& to);
    QString mappedTo(const QString& from) const;
    void tryAgain();
    // Requires: Ready.
    void migrate(const QString& reason);

Q_SIGNALS:
    void progressed(); // phase or figures
    void migrated();   // Done

private:
    struct Line {
        bool isBlocking = false;
        bool isError = false;  // of a request, `subject` is the workflow
        bool isMapped = false; // by the operator: only so that it can be changed
        MigrationGap::Kind kind = MigrationGap::Kind::State;
        QString subject;
        QString message;
        bool operator<(const Line& other) const;
    };

    void begin(bool isDryRun, const QString& reason);
    void requestPage();
    void onPage(const Result<ListReply>& reply);
    void pump();
    void send(const std::string& id);
    void onAnswer(const std::string& id, const Result<MigrateReply>& reply);
    void count(const Result<MigrateReply>& reply, const std::string& id);
    void finish();
    void showRows();
    void failWith(const Error& error);
    using Row = std::pair<Line, quint64>;
    [[nodiscard]] static QString kindText(const Line& line);
    [[nodiscard]] static QString textOf(const Row& row, int column);

    Connection& m_connection;
    const std::string m_definition;
    const std::string m_workflow;
    bool m_isForAll;
    quint32 m_target = 0;
    std::map<std::string, std::string> m_states;

    Phase m_phase = Phase::Trying;
    std::optional<Error> m_error;
    Figures m_figures;
    quint64 m_run = 0; // answers to older ones are dropped
    bool m_isDryRun = true;
    QString m_reason;
    std::string m_cursor;
    bool m_hasMore = false;
    bool m_isPaging = false;
    std::deque<std::string> m_waiting;
    int m_inFlight = 0;
    std::map<Line, quint64> m_lines;
    std::vector<Row> m_rows; // as shown
    QTimer m_refresh;
};

} // namespace signalbox::model
