#include "model/connection/connection.h"

#include <QUuid>

#include "model/connection/connection_gate.h"
#include "model/connection/server_roster.h"

#include <algorithm>

namespace signalbox::model {

using namespace std::chrono_literals;

namespace {

constexpr auto kFlushInterval = 50ms; // 20 a second
constexpr auto kStatisticsInterval = 1s;

} // namespace

Connection::Connection(WorkflowService& service, QString name, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_name(std::move(name))
    , m_title(tr("This computer"))
    , m_gate(std::make_shared<Gate>(*this)) {
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(kFlushInterval);
    connect(&m_flushTimer, &QTimer::timeout, this, &Connection::flush);
    m_statisticsTimer.setSingleShot(true);
    m_statisticsTimer.setInterval(kStatisticsInterval);
    connect(&m_statisticsTimer, &QTimer::timeout, this, &Connection::requestStatistics);
    // The watch first: what is read after it cannot miss a change.
    startWatch();
    reloadDefinitions();
    requestStatistics();
}

Connection::~Connection() {
    // Closed before the watch ends, so that an observer at work has nobody to call any more.
    m_gate->close();
    m_watch.reset();
}

template <typename T>
Reply<T> Connection::queued(QObject* context, Answer<T> answer) {
    const QPointer<QObject> receiver = context ? context : this;
    return [gate = m_gate, receiver, answer = std::move(answer)](Result<T> result) {
        gate->post([receiver, answer, result = std::move(result)] {
            if (receiver) answer(result);
        });
    };
}

template <typename T, typename Ask>
void Connection::askFor(Deed deed, const std::string& id, Reply<T> reply, Ask ask) {
    if (const Refused unknown = refusal(accessTo(id), deed))
        return reply(fail(ErrorCode::UnknownCall, unknown.reason.toStdString()));
    ask(std::move(reply));
}

void Connection::definitions(QObject* context, Answer<std::vector<Definition>> answer) {
    m_service.definitions(queued(context, std::move(answer)));
}

void Connection::deploy(DeployRequest request, QObject* context, Answer<DeployReply> answer) {
    m_service.deploy(std::move(request), queued(context, std::move(answer)));
}

void Connection::migrate(MigrateRequest request, QObject* context, Answer<MigrateReply> answer) {
    m_service.migrate(std::move(request), queued(context, std::move(answer)));
}

void Connection::create(CreateRequest request, QObject* context, Answer<CreateReply> answer) {
    m_service.create(std::move(request), queued(context, std::move(answer)));
}

void Connection::fire(FireRequest request, QObject* context, Answer<FireReply> answer) {
    m_service.fire(std::move(request), queued(context, std::move(answer)));
}

void Connection::cancel(ActRequest request, QObject* context, Answer<FireReply> answer) {
    m_service.cancel(std::move(request), queued(context, std::move(answer)));
}

void Connection::terminate(ActRequest request, QObject* context, Answer<TerminateReply> answer) {
    m_service.terminate(std::move(request), queued(context, std::move(answer)));
}

void Connection::remove(ActRequest request, QObject* context, Answer<RemoveReply> answer) {
    m_service.remove(std::move(request), queued(context, std::move(answer)));
}

void Connection::get(GetRequest request, QObject* context, Answer<Workflow> answer) {
    m_service.get(std::move(request), queued(context, std::move(answer)));
}

void Connection::list(ListRequest request, QObject* context, Answer<ListReply> answer) {
    m_service.list(std::move(request), queued(context, std::move(answer)));
}

void Connection::enumerate(EnumerateRequest request, QObject* context, Answer<EnumerateReply> answer) {
    m_service.enumerate(std::move(request), queued(context, std::move(answer)));
}

void Connection::history(HistoryRequest request, QObject* context, Answer<HistoryReply> answer) {
    askFor(Deed::ReadHistory, request.id, queued(context, std::move(answer)),
           [&](auto reply) { m_service.history(std::move(request), std::move(reply)); });
}

void Connection::explain(ExplainRequest request, QObject* context, Answer<Explanation> answer) {
    askFor(Deed::Explain, request.id, queued(context, std::move(answer)),
           [&](auto reply) { m_service.explain(std::move(request), std::move(reply)); });
}

void Connection::preview(FireRequest request, QObject* context, Answer<Preview> answer) {
    askFor(Deed::Preview, request.id, queued(context, std::move(answer)),
           [&](auto reply) { m_service.preview(std::move(request), std::move(reply)); });
}

void Connection::statistics(QObject* context, Answer<Statistics> answer) {
    m_service.statistics(queued(context, std::move(answer)));
}

void Connection::setTimer(SetTimerRequest request, QObject* context, Answer<TimerActReply> answer) {
    m_service.setTimer(std::move(request), queued(context, std::move(answer)));
}

void Connection::moveTimer(MoveTimerRequest request, QObject* context, Answer<TimerActReply> answer) {
    m_service.moveTimer(std::move(request), queued(context, std::move(answer)));
}

void Connection::cancelTimer(CancelTimerRequest request, QObject* context, Answer<TimerActReply> answer) {
    m_service.cancelTimer(std::move(request), queued(context, std::move(answer)));
}

void Connection::actOnEffects(EffectActRequest request, QObject* context, Answer<EffectActReply> answer) {
    m_service.actOnEffects(std::move(request), queued(context, std::move(answer)));
}

void Connection::timers(TimersRequest request, QObject* context, Answer<TimersReply> answer) {
    askFor(Deed::ReadTimers, request.workflowId.value_or(std::string()), queued(context, std::move(answer)),
           [&](auto reply) { m_service.timers(std::move(request), std::move(reply)); });
}

void Connection::effects(EffectsRequest request, QObject* context, Answer<EffectsReply> answer) {
    askFor(Deed::ReadEffects, request.workflowId.value_or(std::string()), queued(context, std::move(answer)),
           [&](auto reply) { m_service.effects(std::move(request), std::move(reply)); });
}

Caller Connection::caller(const QString& reason) const {
    const QString principal =
        m_operatorName.isEmpty() ? QStringLiteral("operator") : QStringLiteral("operator ") + m_operatorName;
    return {.principal = principal.toStdString(),
            .reason = reason.toStdString(),
            .requestId = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()};
}

void Connection::setOperatorName(const QString& name) {
    if (name == m_operatorName) return;
    m_operatorName = name;
    Q_EMIT operatorNameChanged();
}

void Connection::setTitle(const QString& title) {
    if (title == m_title) return;
    m_title = title;
    Q_EMIT titleChanged();
}

void Connection::setAccess(const Access& access) {
    if (access == m_access) return;
    const bool isBack = m_access.awaySince && !access.awaySince;
    m_access = access;
    Q_EMIT accessChanged();
    if (isBack) comeBack();
}

Access Connection::accessTo(const std::string& id) const {
    if (!m_servers) return m_access;
    const ServerRoster::Server* server = m_servers->serverOf(id);
    return server ? server->access : m_access;
}

void Connection::setServers(ServerRoster& servers) {
    m_servers = &servers;
    connect(&servers, &ServerRoster::accessChanged, this, &Connection::accessChanged);
    connect(&servers, &ServerRoster::refreshWanted, this, &Connection::comeBack);
    Q_EMIT accessChanged();
}

std::optional<CallTarget> Connection::callTarget(const std::string& id) const {
    if (!m_servers) return m_callTarget;
    const ServerRoster::Server* server = m_servers->serverOf(id);
    if (!server || !server->callTarget) return std::nullopt;
    CallTarget target = *server->callTarget;
    target.server = server->name;
    return target;
}

Connection::Place Connection::placeOf(const std::string& id) const {
    const ServerRoster::Server* server = m_servers ? m_servers->serverOf(id) : nullptr;
    if (!server) return {.server = m_name, .id = QString::fromStdString(id)};
    return {.server = server->name, .id = ownId(id)};
}

QString Connection::idAt(const QString& server, const QString& id) const {
    return m_servers && !server.isEmpty() ? server + u'/' + id : id;
}

bool Connection::isOn(const QString& server, const std::string& id) const {
    return server.isEmpty() || placeOf(id).server == server;
}

// Of several servers, the watches of the others went on: they are not read anew.
void Connection::comeBack(const QString& server) {
    const bool wasWatched = m_watch != nullptr;
    if (!wasWatched) startWatch();
    reloadDefinitions();
    if (!m_live) return;
    Q_EMIT liveChanged(true);
    Q_EMIT resumed(wasWatched ? server : QString());
}

const Definition* Connection::findDefinition(const std::string& hash) const {
    const auto found = std::ranges::find(m_definitions, hash, &Definition::hash);
    return found == m_definitions.end() ? nullptr : &*found;
}

const Definition* Connection::findDefinition(const DefinitionRef& ref) const {
    const Definition* newest = nullptr;
    for (const Definition& definition : m_definitions) {
        if (definition.structure.name != ref.name) continue;
        if (ref.version != 0 && definition.structure.version != ref.version) continue;
        if (!newest || newest->structure.version < definition.structure.version) newest = &definition;
    }
    return newest;
}

void Connection::reloadDefinitions() {
    // What is on its way may be older than what made the caller ask.
    m_mustReloadDefinitions = m_isLoadingDefinitions;
    if (std::exchange(m_isLoadingDefinitions, true)) return;
    definitions(this, [this](const Result<std::vector<Definition>>& loaded) {
        m_isLoadingDefinitions = false;
        if (std::exchange(m_mustReloadDefinitions, false)) reloadDefinitions();
        if (!loaded) return;
        m_definitions = *loaded;
        Q_EMIT definitionsLoaded();
    });
}

void Connection::requestStatistics() {
    statistics(this, [this](const Result<Statistics>& statistics) {
        m_statisticsTimer.start();
        if (!statistics) return;
        m_statistics = *statistics;
        Q_EMIT statisticsUpdated();
    });
}

void Connection::setLive(bool live) {
    if (live == isLive()) return;
    m_live = live;
    if (!live) {
        Q_EMIT liveChanged(false);
        return;
    }
    if (!m_watch) startWatch();
    Q_EMIT liveChanged(isLive());
    reloadDefinitions();
    Q_EMIT resumed();
}

void Connection::startWatch() {
    m_watch = m_service.watch({}, [gate = m_gate](Result<WatchBatch> batch) { gate->add(std::move(batch)); });
}

// At once after a quiet time, so that a single change shows without delay; then at the rate of the timer.
void Connection::scheduleFlush() {
    if (!m_flushTimer.isActive()) flush();
}

void Connection::flush() {
    Gate::Pending pending = m_gate->take();
    if (pending.error) onWatchFailed(*pending.error);
    // Also while paused: what may be started is no news of a workflow.
    if (pending.hasNewDefinitions || (m_live && hasStranger(pending.changes))) reloadDefinitions();
    if (!m_live) return;
    if (pending.hasOverflowed) {
        m_flushTimer.start();
        Q_EMIT resumed();
        return;
    }
    if (pending.changes.empty() && pending.residency.empty() && pending.effects.empty()) return;
    m_flushTimer.start();
    if (!pending.changes.empty()) Q_EMIT changesArrived(pending.changes);
    if (!pending.residency.empty()) Q_EMIT residencyChanged(pending.residency);
    if (!pending.effects.empty()) Q_EMIT effectsChanged({pending.effects.begin(), pending.effects.end()});
}

void Connection::onWatchFailed(const Error& error) {
    m_watch.reset();
    if (error.code == ErrorCode::DataLoss) return onLogReplaced(error);
    Q_EMIT failed(error);
    Q_EMIT liveChanged(false);
}

void Connection::onLogReplaced(const Error& error) {
    startWatch();
    Q_EMIT logReplaced(error);
    reloadDefinitions();
    if (m_live) Q_EMIT resumed();
}

bool Connection::hasStranger(const std::vector<Change>& changes) const {
    return std::ranges::any_of(changes, [this](const Change& change) { return !findDefinition(change.definition); });
}

} // namespace signalbox::model
