#include "model/definition/diagnostics_model.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::model {

int DiagnosticsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_diagnostics.size());
}

int DiagnosticsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : MessageColumn + 1;
}

QVariant DiagnosticsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const SourceDiagnostic& diagnostic = m_diagnostics[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(diagnostic, index.column());
    case Qt::ToolTipRole:
    case ReportRole:
        return QString::fromStdString(format(diagnostic));
    case SeverityRole:
        return static_cast<int>(diagnostic.severity);
    default:
        return {};
    }
}

QVariant DiagnosticsModel::textOf(const SourceDiagnostic& diagnostic, int column) const {
    switch (column) {
    case SeverityColumn:
        return diagnostic.severity == Severity::Error ? tr("Error") : tr("Warning");
    case PlaceColumn:
        return QStringLiteral("%1:%2:%3")
            .arg(QString::fromStdString(diagnostic.file))
            .arg(diagnostic.place.line)
            .arg(diagnostic.place.column);
    default:
        return QString::fromStdString(diagnostic.message);
    }
}

QVariant DiagnosticsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const std::array titles{tr("Kind"), tr("Place"), tr("What is wrong")};
    return section >= 0 && section <= MessageColumn ? titles[static_cast<std::size_t>(section)] : QVariant();
}

void DiagnosticsModel::setDiagnostics(std::vector<SourceDiagnostic> diagnostics) {
    if (diagnostics == m_diagnostics) return;
    beginResetModel();
    m_diagnostics = std::move(diagnostics);
    endResetModel();
}

QString DiagnosticsModel::report() const {
    QStringList lines;
    for (const SourceDiagnostic& each : m_diagnostics)
        lines.append(QString::fromStdString(format(each)));
    return lines.join(u'\n');
}

int DiagnosticsModel::errorCount() const {
    return static_cast<int>(std::ranges::count(m_diagnostics, Severity::Error, &SourceDiagnostic::severity));
}

} // namespace signalbox::model
