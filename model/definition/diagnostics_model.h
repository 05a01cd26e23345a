#pragma once

#include <QAbstractTableModel>

#include "engine/chart/definition_source.h"

#include <vector>

namespace signalbox::model {

// What is wrong with a definition's text, one row per diagnostic, in order of place.
class DiagnosticsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, PlaceColumn, MessageColumn };
    enum Role {
        SeverityRole = Qt::UserRole + 1, // int of Severity
        ReportRole,                      // "order.scxml:12:7: error: …", as compilers write it
    };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    void setDiagnostics(std::vector<SourceDiagnostic> diagnostics);
    const std::vector<SourceDiagnostic>& diagnostics() const { return m_diagnostics; }
    // All of them, a line each.
    QString report() const;
    int errorCount() const;

private:
    QVariant textOf(const SourceDiagnostic& diagnostic, int column) const;

    std::vector<SourceDiagnostic> m_diagnostics;
};

} // namespace signalbox::model
