#include "model/workflows/column_layout.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using Column = WorkflowListModel::Column;

TEST(ColumnLayout, TextKeepsOrderAndWidths) {
    const ColumnLayout columns{{{Column::Updated, 80}, {Column::Id, 104}, {Column::State, 140}}};
    EXPECT_EQ(columnsText(columns), u"Updated:80 Id:104 State:140"_s);
    EXPECT_EQ(parseColumns(columnsText(columns)), columns);
    EXPECT_EQ(columnsText({}), QString());
}

TEST(ColumnLayout, WordsOfANewerVersionAreLeftOut) {
    const ColumnLayout columns = parseColumns(u"Id:104 Mood:30 State Updated:-3 Assignee:92 Id:99"_s);
    EXPECT_EQ(columns, (ColumnLayout{{{Column::Id, 104}, {Column::Assignee, 92}}}));
}

TEST(ColumnLayout, WithoutTheIdStandsForTheUsualColumns) {
    EXPECT_TRUE(parseColumns(u"State:140 Assignee:92"_s).isEmpty());
    EXPECT_TRUE(parseColumns({}).isEmpty());
}

TEST(ColumnLayout, SortIsReadBackAsItWasWritten) {
    for (int column = 0; column < WorkflowListModel::kColumnCount; ++column) {
        for (const bool descending : {false, true}) {
            const ListSort sort{.key = WorkflowListModel::sortKey(static_cast<Column>(column)),
                                .descending = descending};
            EXPECT_EQ(parseSort(sortText(sort)), sort) << sortText(sort).toStdString();
        }
    }
    EXPECT_EQ(parseSort(u"Mood"_s), std::nullopt);
    EXPECT_EQ(parseSort({}), std::nullopt);
}

} // namespace
} // namespace signalbox::model
