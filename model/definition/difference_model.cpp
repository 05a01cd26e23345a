#include "model/definition/difference_model.h"

#include <QStringList>

namespace signalbox::model {
namespace {

using Kind = DifferenceModel::Kind;

Kind kindOf(StructureChange::Kind kind) {
    switch (kind) {
    case StructureChange::Kind::Added:
        return Kind::Added;
    case StructureChange::Kind::Removed:
        return Kind::Removed;
    case StructureChange::Kind::Changed:
        return Kind::Changed;
    }
    Q_UNREACHABLE();
}

QString signOf(Kind kind) {
    switch (kind) {
    case Kind::Heading:
        return {};
    case Kind::Added:
        return QStringLiteral("+");
    case Kind::Removed:
        return QStringLiteral("\u2212");
    case Kind::Changed:
        return QStringLiteral("~");
    }
    Q_UNREACHABLE();
}

} // namespace

int DifferenceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row);
    case Qt::ToolTipRole:
        return row.detail.isEmpty() ? QVariant() : QVariant(textOf(row));
    case KindRole:
        return static_cast<int>(row.kind);
    case SignRole:
        return signOf(row.kind);
    case SubjectRole:
        return row.subject;
    case DetailRole:
        return row.detail;
    default:
        return {};
    }
}

Qt::ItemFlags DifferenceModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const bool isHeading = index.data(KindRole).toInt() == static_cast<int>(Kind::Heading);
    return isHeading ? Qt::ItemIsEnabled : QAbstractListModel::flags(index);
}

void DifferenceModel::setDifference(const StructureDifference& difference) {
    std::vector<Row> rows;
    append(rows, tr("States"), difference.states);
    append(rows, tr("Transitions"), difference.transitions);
    append(rows, tr("Triggers"), difference.triggers);
    append(rows, tr("The definition itself"), difference.others);
    if (rows == m_rows) return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void DifferenceModel::append(std::vector<Row>& rows, const QString& heading,
                             const std::vector<StructureChange>& changes) {
    if (changes.empty()) return;
    rows.push_back({.kind = Kind::Heading, .subject = heading, .detail = {}});
    for (const StructureChange& change : changes)
        rows.push_back({.kind = kindOf(change.kind),
                        .subject = QString::fromStdString(change.subject),
                        .detail = QString::fromStdString(change.what)});
}

QString DifferenceModel::textOf(const Row& row) {
    if (row.kind == Kind::Heading) return row.subject;
    const QString text = QStringLiteral("%1 %2").arg(signOf(row.kind), row.subject);
    return row.detail.isEmpty() ? text : QStringLiteral("%1: %2").arg(text, row.detail);
}

QString DifferenceModel::report() const {
    QStringList lines;
    for (const Row& row : m_rows)
        lines.append(textOf(row));
    return lines.join(u'\n');
}

} // namespace signalbox::model
