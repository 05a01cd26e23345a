#include "model/workflows/workflow_cell.h"

#include <QCoreApplication>
#include <QLocale>

#include "model/text/age.h"

namespace signalbox::model {

using namespace Qt::StringLiterals;
using Column = WorkflowListModel::Column;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("signalbox::model::WorkflowList", text);
}

QString residencyText(const WorkflowRow& row) {
    return row.isResident ? tr("in memory") : tr("idle, on disk");
}

QVariant micros(Time time) {
    return qint64{time.time_since_epoch().count()};
}

QString failedText(const WorkflowRow& row) {
    const int count = static_cast<int>(row.failedEffects);
    return count == 1 ? tr("one effect has failed") : tr("%1 effects have failed").arg(QLocale().toString(count));
}

// What is still to come is told as how long until then.
QString nextTimerText(const WorkflowRow& row, const CellTime& time) {
    if (!row.nextTimer) return {};
    if (time.display != TimeDisplay::Relative) return timeText(*row.nextTimer, time.now, time.display);
    if (*row.nextTimer <= time.now) return tr("due");
    return tr("in %1").arg(ageText(std::chrono::ceil<std::chrono::seconds>(*row.nextTimer - time.now)));
}

QString stateToolTip(const WorkflowRow& row) {
    const QString state = tr("%1 (%2)").arg(QString::fromStdString(row.state), statusText(row.status));
    return row.failedEffects == 0 ? state : state + u'\n' + failedText(row);
}

QString inStateToolTip(const WorkflowRow& row) {
    const QString since = tr("Since %1").arg(timeToolTip(row.stateSince));
    return row.overdueSince ? since + u'\n' + tr("Over its limit since %1").arg(timeToolTip(*row.overdueSince)) : since;
}

} // namespace

QString cellText(const WorkflowRow& row, Column column, const CellTime& time) {
    switch (column) {
    case Column::Residency:
        return {};
    case Column::Id:
        return QString::fromStdString(row.id);
    case Column::Definition:
        return QString::fromStdString(row.definition.name);
    case Column::State:
        return QString::fromStdString(row.state);
    case Column::Assignee:
        return row.assignee.empty() ? u"—"_s : QString::fromStdString(row.assignee);
    case Column::InState:
        return timeText(row.stateSince, time.now, time.display);
    case Column::Updated:
        return timeText(row.updated, time.now, time.display);
    case Column::Status:
        return statusText(row.status);
    case Column::Revision:
        return QLocale().toString(qulonglong{row.revision.value()});
    case Column::Created:
        return timeText(row.created, time.now, time.display);
    case Column::NextTimer:
        return nextTimerText(row, time);
    case Column::Server:
        return {};
    }
    return {};
}

QString cellDescription(const WorkflowRow& row, Column column, const CellTime& time) {
    if (column == Column::Residency) return residencyText(row);
    if (column == Column::Assignee && row.assignee.empty()) return tr("nobody");
    if (column == Column::NextTimer && !row.nextTimer) return tr("no timer");
    if (column == Column::Server) return tr("this store");
    if (column == Column::InState && row.overdueSince) return tr("%1, overdue").arg(cellText(row, column, time));
    if (column == Column::State && row.failedEffects > 0)
        return tr("%1, %2").arg(cellText(row, column, time), failedText(row));
    return cellText(row, column, time);
}

QString cellToolTip(const WorkflowRow& row, Column column) {
    switch (column) {
    case Column::Residency:
        return residencyText(row);
    case Column::Definition:
        return tr("%1, version %2")
            .arg(QString::fromStdString(row.definition.name), QLocale().toString(row.definition.version));
    case Column::State:
        return stateToolTip(row);
    case Column::InState:
        return inStateToolTip(row);
    case Column::NextTimer:
        return row.nextTimer ? tr("Due %1").arg(timeToolTip(*row.nextTimer)) : QString();
    case Column::Updated:
        return timeToolTip(row.updated);
    case Column::Created:
        return timeToolTip(row.created);
    case Column::Id:
    case Column::Assignee:
    case Column::Status:
    case Column::Revision:
    case Column::Server:
        return {};
    }
    return {};
}

QVariant cellValue(const WorkflowRow& row, Column column) {
    switch (column) {
    case Column::Residency:
        return row.isResident;
    case Column::Id:
        return QString::fromStdString(row.id);
    case Column::Definition:
        return QString::fromStdString(row.definition.name);
    case Column::State:
        return QString::fromStdString(row.state);
    case Column::Assignee:
        return QString::fromStdString(row.assignee);
    case Column::InState:
        return micros(row.stateSince);
    case Column::Updated:
        return micros(row.updated);
    case Column::Status:
        return static_cast<int>(row.status);
    case Column::Revision:
        return qulonglong{row.revision.value()};
    case Column::Created:
        return micros(row.created);
    case Column::NextTimer:
        return row.nextTimer ? micros(*row.nextTimer) : QVariant{};
    case Column::Server:
        return {};
    }
    return {};
}

QString columnTitle(Column column) {
    switch (column) {
    case Column::Residency:
        return tr("In memory");
    case Column::Id:
        return tr("ID");
    case Column::Definition:
        return tr("Workflow");
    case Column::State:
        return tr("State");
    case Column::Assignee:
        return tr("Assignee");
    case Column::InState:
        return tr("In state");
    case Column::Updated:
        return tr("Updated");
    case Column::Status:
        return tr("Status");
    case Column::Revision:
        return tr("Revision");
    case Column::Created:
        return tr("Created");
    case Column::NextTimer:
        return tr("Next timer");
    case Column::Server:
        return tr("Server");
    }
    return {};
}

QString statusText(WorkflowStatus status) {
    switch (status) {
    case WorkflowStatus::Active:
        return tr("active");
    case WorkflowStatus::Finished:
        return tr("finished");
    case WorkflowStatus::Cancelled:
        return tr("cancelled");
    case WorkflowStatus::Terminated:
        return tr("terminated");
    case WorkflowStatus::Faulted:
        return tr("faulted");
    }
    return {};
}

} // namespace signalbox::model
