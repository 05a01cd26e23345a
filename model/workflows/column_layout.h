#pragma once

#include <QList>
#include <QString>

#include "engine/workflow_list.h"
#include "model/workflows/workflow_list_model.h"

#include <optional>

namespace signalbox::model {

// The columns that a list shows, from left to right, with their widths. Empty stands for the usual ones.
struct ColumnLayout {
    struct Shown {
        WorkflowListModel::Column column;
        int width = 0; // Units: device-independent pixels
        bool operator==(const Shown&) const = default;
    };
    QList<Shown> shown;

    [[nodiscard]] bool isEmpty() const { return shown.isEmpty(); }
    bool operator==(const ColumnLayout&) const = default;
};

// Both as settings keep them: "Residency:28 Id:104 State:140", and "Updated", with "-" before it when descending.
[[nodiscard]] QString columnsText(const ColumnLayout& columns);
[[nodiscard]] QString sortText(const ListSort& sort);

// Returns: what a text says, without words that are not understood; empty when the id would be missing.
[[nodiscard]] ColumnLayout parseColumns(const QString& text);
// Returns: none when the text is no sort.
[[nodiscard]] std::optional<ListSort> parseSort(const QString& text);

} // namespace signalbox::model
