#pragma once

#include <QAbstractListModel>

#include "engine/chart/structure_difference.h"

#include <vector>

namespace signalbox::model {

// What differs between two versions of a definition: states, transitions, triggers and the rest, each under a heading;
// a heading without rows is left out.
class DifferenceModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Kind { Heading, Added, Removed, Changed };
    Q_ENUM(Kind)
    enum Role {
        KindRole = Qt::UserRole + 1, // int of Kind
        SignRole,                    // "+", "−" or "~"; empty for a heading
        SubjectRole,                 // "Paid", "Open --Assign--> Assigned"; of a heading its text
        DetailRole,                  // what of it changed; may be empty
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    // DisplayRole is the whole row as text.
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    void setDifference(const StructureDifference& difference);
    bool isEmpty() const { return m_rows.empty(); }
    // All rows, a line each.
    QString report() const;

private:
    struct Row {
        Kind kind = Kind::Heading;
        QString subject;
        QString detail;
        bool operator==(const Row&) const = default;
    };
    static void append(std::vector<Row>& rows, const QString& heading, const std::vector<StructureChange>& changes);
    static QString textOf(const Row& row);

    std::vector<Row> m_rows;
};

} // namespace signalbox::model
