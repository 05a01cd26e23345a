#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include "engine/workflow_service.h"
#include "model/connection/access.h"
#include "model/connection/call_target.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox::model {

class ServerRoster;

// The GUI thread's side of a WorkflowService: the one door from model and ui to the engine.
//
// - Each call answers once, on the GUI thread, through the event loop, unless `context` was destroyed meanwhile; a null
//   `context` stands for the connection itself. Nothing is answered after the connection is gone.
// - Changes arrive in batches, at most 20 a second, in order of seq and without gap. Where that cannot be kept (paused
//   meanwhile, the watch broke, the GUI fell hopelessly behind) one `resumed` tells everyone to read anew instead.
// - What an operator may do here, and whether what is shown is as of now, is said by whoever knows (setAccess()). Back
//   from being away, everyone reads anew once: what was asked meanwhile has failed. A log that is another one since
//   (DataLoss) is watched from now on, and told by logReplaced().
// - What the server's version has no call for, as setAccess() says, is not asked: ErrorCode::UnknownCall is the answer.
// - Definitions and statistics are kept up to date here, so that views can ask for them without waiting.
class Connection final : public QObject {
    Q_OBJECT
public:
    template <typename T>
    using Answer = std::function<void(const Result<T>&)>;

    // `name` is the authority in links: "local".
    Connection(WorkflowService& service, QString name, QObject* parent = nullptr);
    ~Connection() override;

    const QString& name() const { return m_name; }
    void setName(const QString& name) { m_name = name; } // a server may be given another
    // What people call it; "This computer" until it is given another.
    const QString& title() const { return m_title; }
    void setTitle(const QString& title);

    void definitions(QObject* context, Answer<std::vector<Definition>> answer);
    void deploy(DeployRequest request, QObject* context, Answer<DeployReply> answer);
    void migrate(MigrateRequest request, QObject* context, Answer<MigrateReply> answer);
    void create(CreateRequest request, QObject* context, Answer<CreateReply> answer);
    void fire(FireRequest request, QObject* context, Answer<FireReply> answer);
    void cancel(ActRequest request, QObject* context, Answer<FireReply> answer);
    void terminate(ActRequest request, QObject* context, Answer<TerminateReply> answer);
    void remove(ActRequest request, QObject* context, Answer<RemoveReply> answer);
    void get(GetRequest request, QObject* context, Answer<Workflow> answer);
    void list(ListRequest request, QObject* context, Answer<ListReply> answer);
    void enumerate(EnumerateRequest request, QObject* context, Answer<EnumerateReply> answer);
    void history(HistoryRequest request, QObject* context, Answer<HistoryReply> answer);
    void explain(ExplainRequest request, QObject* context, Answer<Explanation> answer);
    void preview(FireRequest request, QObject* context, Answer<Preview> answer);
    void statistics(QObject* context, Answer<Statistics> answer);
    void setTimer(SetTimerRequest request, QObject* context, Answer<TimerActReply> answer);
    void moveTimer(MoveTimerRequest request, QObject* context, Answer<TimerActReply> answer);
    void cancelTimer(CancelTimerRequest request, QObject* context, Answer<TimerActReply> answer);
    void actOnEffects(EffectActRequest request, QObject* context, Answer<EffectActReply> answer);
    void timers(TimersRequest request, QObject* context, Answer<TimersReply> answer);
    void effects(EffectsRequest request, QObject* context, Answer<EffectsReply> answer);

    // The operator as the one who acts, with a request id that no other call has.
    Caller caller(const QString& reason = {}) const;
    const QString& operatorName() const { return m_operatorName; }
    void setOperatorName(const QString& name);

    // Whether what is done here is offered as a call, to be copied.
    bool offersCalls() const { return m_servers || m_callTarget; }
    // Where copied calls go. Of several servers: to that of `id`, SERVER/ID.  Returns: none where there is no such one.
    std::optional<CallTarget> callTarget(const std::string& id = {}) const;
    void setCallTarget(std::optional<CallTarget> target) { m_callTarget = std::move(target); }

    const Access& access() const { return m_access; }
    void setAccess(const Access& access);
    // What may be done to the workflow `id`: of several servers, each has its own say.
    Access accessTo(const std::string& id) const;
    // Whether the workflow `id` is as it was when its server went away.
    bool isStale(const std::string& id) const { return accessTo(id).awaySince.has_value(); }

    // For a connection to several servers at once, whose workflows are called SERVER/ID: how each of them stands. As
    // one comes, goes or comes back, `resumed` follows.  Lifetime: outlives the connection.
    void setServers(ServerRoster& servers);
    const ServerRoster* servers() const { return m_servers; } // null: it is to one store
    // Where the workflow `id` is, for links and texts: the server's name and what the workflow is called there.
    struct Place {
        QString server;
        QString id;
    };
    Place placeOf(const std::string& id) const;
    // The other way round; an empty server: this one.
    QString idAt(const QString& server, const QString& id) const;
    // Whether the workflow `id` is on `server`; empty: on any.
    bool isOn(const QString& server, const std::string& id) const;

    // By name, then version; empty until `definitionsLoaded`.
    const std::vector<Definition>& definitionList() const { return m_definitions; }
    // Lifetime: of both results, until the next `definitionsLoaded`.  Returns: null when unknown.
    const Definition* findDefinition(const std::string& hash) const;
    const Definition* findDefinition(const DefinitionRef& ref) const;
    // Reads the definitions anew; `definitionsLoaded` follows.
    void reloadDefinitions();

    const Statistics& latestStatistics() const { return m_statistics; }

    // False while paused, and from a `failed` until setLive(true) starts a new watch.
    bool isLive() const { return m_live && m_watch; }
    void setLive(bool live);

Q_SIGNALS:
    void definitionsLoaded();
    void changesArrived(const std::vector<signalbox::Change>& changes);
    void residencyChanged(const std::vector<signalbox::EnumerateReply::Item>& items);
    // The effects of these workflows went on without a turn.
    void effectsChanged(const std::vector<std::string>& ids);
    void statisticsUpdated(); // about once a second
    void operatorNameChanged();
    void titleChanged();
    void liveChanged(bool live);
    void accessChanged();
    void failed(const signalbox::Error& error);      // the watch ended
    void logReplaced(const signalbox::Error& error); // an older backup is in its place; `resumed` follows
    // Anything there may have changed: read anew. Empty: anywhere.
    void resumed(const QString& server = {});

private:
    class Gate;
    template <typename T>
    Reply<T> queued(QObject* context, Answer<T> answer);
    // Asks by `ask`, where the server of `id` has the call for it; otherwise ErrorCode::UnknownCall is the answer.
    template <typename T, typename Ask>
    void askFor(Deed deed, const std::string& id, Reply<T> reply, Ask ask);

    void startWatch();
    void comeBack(const QString& server = {});
    void onLogReplaced(const Error& error);
    void scheduleFlush();
    void flush();
    void onWatchFailed(const Error& error);
    void requestStatistics();
    bool hasStranger(const std::vector<Change>& changes) const;

    WorkflowService& m_service;
    QString m_name;
    QString m_title;
    QString m_operatorName;
    std::optional<CallTarget> m_callTarget;
    Access m_access;
    ServerRoster* m_servers = nullptr;
    std::vector<Definition> m_definitions;
    Statistics m_statistics;
    QTimer m_flushTimer;
    QTimer m_statisticsTimer;
    bool m_live = true;
    bool m_isLoadingDefinitions = false;
    bool m_mustReloadDefinitions = false;
    std::shared_ptr<Gate> m_gate; // outlives the connection in replies that are still under way
    std::unique_ptr<WatchHandle> m_watch;
};

} // namespace signalbox::model
