#include "model/inspector/inspector_model.h"

#include "model/connection/connection.h"
#include "model/link/link.h"

#include <algorithm>
#include <utility>

namespace signalbox::model {

InspectorModel::InspectorModel(Connection& connection, QObject* parent) : QObject(parent), m_connection(connection) {
    connect(&connection, &Connection::changesArrived, this, &InspectorModel::onChanges);
    connect(&connection, &Connection::residencyChanged, this, &InspectorModel::onResidency);
    connect(&connection, &Connection::resumed, this, [this](const QString& server) {
        if (m_connection.isOn(server, m_id)) refresh();
    });
    connect(&connection, &Connection::definitionsLoaded, this, &InspectorModel::changed);
}

void InspectorModel::showWorkflow(const QString& id, std::optional<Revision> at) {
    const bool isOther = id.toStdString() != m_id;
    if (!isOther && at == m_at && m_phase == Phase::Shown) return;
    m_id = id.toStdString();
    m_at = at;
    if (isOther) {
        m_newest.reset();
        m_workflow.reset();
        m_explanation.reset();
        m_change.reset();
    }
    m_removal.reset();
    m_error.reset();
    m_explanationError.reset();
    m_phase = m_id.empty() ? Phase::Empty : m_workflow ? Phase::Shown : Phase::Loading;
    if (isOther) Q_EMIT workflowChanged(id);
    Q_EMIT timeTravelled();
    Q_EMIT changed();
    reload();
}

void InspectorModel::refresh() {
    if (m_id.empty()) return;
    m_newest.reset();
    reload();
}

const Definition* InspectorModel::definition() const {
    return m_workflow ? m_connection.findDefinition(m_workflow->definitionHash) : nullptr;
}

bool InspectorModel::canGoBack() const {
    return m_workflow && m_workflow->row.revision > Revision{0};
}

void InspectorModel::showRevision(Revision revision) {
    travel(m_newest && revision >= *m_newest ? std::nullopt : std::optional(revision));
}

void InspectorModel::showPrevious() {
    const Revision from = m_at.value_or(shownRevision());
    if (from > Revision{0}) showRevision(Revision{from.value() - 1});
}

void InspectorModel::showNext() {
    if (m_at) showRevision(Revision{m_at->value() + 1});
}

void InspectorModel::showLive() {
    travel({});
}

void InspectorModel::travel(std::optional<Revision> to) {
    if (to == m_at || !m_workflow) return;
    m_at = to;
    Q_EMIT timeTravelled();
    reload();
}

QString InspectorModel::link() const {
    if (!m_workflow) return {};
    const Connection::Place place = m_connection.placeOf(m_id);
    return toText({.connection = place.server,
                   .definition = QString::fromStdString(m_workflow->row.definition.name),
                   .id = place.id,
                   .at = m_at});
}

void InspectorModel::reload() {
    if (m_id.empty()) {
        ++m_number;
        m_isLoading = false;
        return;
    }
    load();
}

// One load at a time and only the last one asked for counts: a busy workflow costs no more than its answers.
void InspectorModel::load() {
    const quint64 number = ++m_number;
    m_isLoading = true;
    m_isOutdated = false;
    m_loading.reset();
    // How far the past reaches is known from the present only.
    const bool isProbe = m_at && !m_newest;
    m_connection.get({.id = m_id, .atRevision = isProbe ? std::nullopt : m_at}, this,
                     [this, number, isProbe](const Result<Workflow>& answer) {
                         if (isStale(number)) return;
                         if (isProbe && answer) {
                             m_newest = answer->row.revision;
                             if (*m_at >= *m_newest) m_at.reset();
                             load();
                         } else {
                             onWorkflow(answer);
                         }
                     });
}

void InspectorModel::onWorkflow(const Result<Workflow>& answer) {
    if (!answer) {
        m_error = answer.error();
        const bool isMissing = answer.error().code == ErrorCode::NotFound;
        if (isMissing && m_removal) return finish(Phase::Removed);
        if (isMissing) m_workflow.reset();
        return finish(isMissing ? Phase::NotFound : Phase::Failed);
    }
    m_loading = Loading{.workflow = *answer, .explanation = {}, .history = {}};
    explain(!isLive());
    const Revision after{answer->row.revision.value() + 1};
    m_connection.history({.id = m_id, .before = after, .limit = 1}, this,
                         [this, number = m_number](const Result<HistoryReply>& reply) {
                             if (isStale(number)) return;
                             m_loading->history = reply;
                             onPart(number);
                         });
}

void InspectorModel::explain(bool isPinned) {
    m_loading->isPinned = isPinned;
    m_loading->explanation.reset();
    const std::optional<Revision> at = isPinned ? std::optional(m_loading->workflow.row.revision) : std::nullopt;
    m_connection.explain({.id = m_id, .trigger = {}, .arguments = {}, .atRevision = at}, this,
                         [this, number = m_number](const Result<Explanation>& answer) {
                             if (isStale(number)) return;
                             m_loading->explanation = answer;
                             onPart(number);
                         });
}

void InspectorModel::onPart(quint64 number) {
    if (isStale(number) || !m_loading->explanation || !m_loading->history) return;
    const Result<Explanation>& explanation = *m_loading->explanation;
    // A turn came between the two answers: ask about exactly the revision that will be shown.
    if (explanation && explanation->revision != m_loading->workflow.row.revision && !m_loading->isPinned)
        return explain(true);
    show(std::move(*m_loading));
}

void InspectorModel::show(Loading loading) {
    m_workflow = std::move(loading.workflow);
    if (isLive()) m_newest = m_workflow->row.revision;
    m_explanation.reset();
    m_explanationError.reset();
    if (*loading.explanation)
        m_explanation = std::move(**loading.explanation);
    else
        m_explanationError = loading.explanation->error();
    m_change.reset();
    const Result<HistoryReply>& history = *loading.history;
    if (history && !history->changes.empty() && history->changes.front().revision == m_workflow->row.revision)
        m_change = history->changes.front();
    m_error.reset();
    m_removal.reset();
    finish(Phase::Shown);
}

void InspectorModel::finish(Phase phase) {
    m_phase = phase;
    m_isLoading = false;
    m_loading.reset();
    Q_EMIT changed();
    if (std::exchange(m_isOutdated, false)) load();
}

void InspectorModel::onChanges(const std::vector<Change>& changes) {
    if (m_id.empty()) return;
    bool isMine = false;
    for (const Change& change : changes) {
        if (change.id != m_id) continue;
        isMine = true;
        onChange(change);
    }
    if (!isMine) return;
    if (!isLive() && m_phase == Phase::Shown)
        Q_EMIT changed();
    else if (m_isLoading)
        m_isOutdated = true;
    else
        load();
}

void InspectorModel::onChange(const Change& change) {
    if (change.kind == ChangeKind::Removed) {
        m_removal = change;
        m_at.reset();
        m_newest.reset();
        return;
    }
    if (change.kind == ChangeKind::Created) m_removal.reset();
    if (!m_newest || change.revision > *m_newest) m_newest = change.revision;
}

void InspectorModel::onResidency(const std::vector<EnumerateReply::Item>& items) {
    const auto mine = std::ranges::find(items, m_id, &EnumerateReply::Item::id);
    if (mine == items.end() || !m_workflow || m_workflow->row.isResident == mine->isResident) return;
    m_workflow->row.isResident = mine->isResident;
    Q_EMIT changed();
}

} // namespace signalbox::model
