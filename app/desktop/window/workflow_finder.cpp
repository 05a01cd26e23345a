#include "app/desktop/window/workflow_finder.h"

#include "model/connection/connection.h"

namespace signalbox {

namespace {

constexpr std::uint32_t kHandful = 12;

ui::Tone toneOf(WorkflowStatus status) {
    switch (status) {
    case WorkflowStatus::Active:
        return ui::Tone::Accent;
    case WorkflowStatus::Finished:
        return ui::Tone::Muted;
    case WorkflowStatus::Cancelled:
    case WorkflowStatus::Terminated:
    case WorkflowStatus::Faulted:
        return ui::Tone::Stop;
    }
    return ui::Tone::Muted;
}

ui::PaletteHit hitOf(const WorkflowRow& row) {
    QString detail = QString::fromStdString(row.definition.name);
    if (!row.assignee.empty()) detail = WorkflowFinder::tr("%1, %2").arg(detail, QString::fromStdString(row.assignee));
    return {.id = QString::fromStdString(row.id),
            .title = QString::fromStdString(row.id),
            .detail = detail,
            .chip = QString::fromStdString(row.state),
            .chipTone = toneOf(row.status)};
}

} // namespace

WorkflowFinder::WorkflowFinder(model::Connection& connection, QObject* parent)
    : PaletteSource(parent)
    , m_connection(connection) {}

QString WorkflowFinder::heading() const {
    return tr("Workflows");
}

void WorkflowFinder::search(const QString& query, quint64 ticket) {
    ListRequest request;
    request.filter.text = query.trimmed().toStdString();
    request.limit = kHandful;
    m_connection.list(std::move(request), this, [this, ticket](const Result<ListReply>& reply) {
        QList<ui::PaletteHit> hits;
        if (reply) {
            for (const WorkflowRow& row : reply->rows)
                hits.append(hitOf(row));
        }
        Q_EMIT found(ticket, hits);
    });
}

void WorkflowFinder::activate(const QString& id) {
    Q_EMIT chosen(id);
}

} // namespace signalbox
