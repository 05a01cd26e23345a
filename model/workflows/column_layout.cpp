#include "model/workflows/column_layout.h"

#include <QMetaEnum>

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

using Column = WorkflowListModel::Column;

constexpr int kLeastWidth = 16;
constexpr int kMostWidth = 2000;

QString nameOf(Column column) {
    return QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(static_cast<int>(column)));
}

std::optional<Column> columnNamed(QStringView name) {
    bool isKnown = false;
    const int value = QMetaEnum::fromType<Column>().keyToValue(name.toLatin1().constData(), &isKnown);
    return isKnown ? std::optional(static_cast<Column>(value)) : std::nullopt;
}

} // namespace

QString columnsText(const ColumnLayout& columns) {
    QStringList words;
    for (const ColumnLayout::Shown& each : columns.shown)
        words.append(u"%1:%2"_s.arg(nameOf(each.column)).arg(each.width));
    return words.join(u' ');
}

ColumnLayout parseColumns(const QString& text) {
    ColumnLayout columns;
    for (const QStringView word : QStringView(text).split(u' ', Qt::SkipEmptyParts)) {
        const auto parts = word.split(u':');
        const auto column = columnNamed(parts.first());
        const int width = parts.size() == 2 ? parts.last().toInt() : 0;
        const bool isNew =
            std::ranges::find(columns.shown, column, &ColumnLayout::Shown::column) == columns.shown.end();
        if (column && isNew && width >= kLeastWidth && width <= kMostWidth) columns.shown.append({*column, width});
    }
    const bool hasId = std::ranges::count(columns.shown, Column::Id, &ColumnLayout::Shown::column) > 0;
    return hasId ? columns : ColumnLayout{};
}

QString sortText(const ListSort& sort) {
    const QString name = nameOf(WorkflowListModel::columnOf(sort.key));
    return sort.descending ? u'-' + name : name;
}

std::optional<ListSort> parseSort(const QString& text) {
    const bool isDescending = text.startsWith(u'-');
    const auto column = columnNamed(QStringView(text).sliced(isDescending ? 1 : 0));
    if (!column) return {};
    return ListSort{.key = WorkflowListModel::sortKey(*column), .descending = isDescending};
}

} // namespace signalbox::model
