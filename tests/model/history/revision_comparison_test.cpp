#include "model/history/revision_comparison.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;

Workflow workflow(const char* state, const char* assignee, Json data) {
    Workflow made;
    made.row.id = "BUG-1";
    made.row.state = state;
    made.row.assignee = assignee;
    made.data = std::move(data);
    return made;
}

TEST(RevisionComparison, NamesOnlyWhatDiffers) {
    const Workflow before = workflow("Open", "", {{"title", "It crashes"}, {"seen", 1}});
    const Workflow after = workflow("Assigned", "Sue", {{"title", "It crashes"}, {"seen", "1"}});
    const QList<RevisionDifference> expected{
        {u"State"_s, u"Open"_s, u"Assigned"_s},
        {u"Assignee"_s, u""_s, u"Sue"_s},
        {u"/seen"_s, u"1"_s, u"\"1\""_s},
    };
    EXPECT_EQ(compareRevisions(before, after), expected);
    EXPECT_TRUE(compareRevisions(before, before).isEmpty());
}

TEST(RevisionComparison, TellsWhatCameAndWhatWent) {
    const Workflow before = workflow("Open", "", {{"tags", {"a", "b"}}, {"old", nullptr}});
    const Workflow after = workflow("Open", "", {{"tags", {"a"}}, {"a/b", {{"c", true}}}, {"empty", Json::object()}});
    const QList<RevisionDifference> expected{
        {u"/a~1b/c"_s, std::nullopt, u"true"_s},
        {u"/empty"_s, std::nullopt, u"{}"_s},
        {u"/old"_s, u"null"_s, std::nullopt},
        {u"/tags/1"_s, u"\"b\""_s, std::nullopt},
    };
    EXPECT_EQ(compareRevisions(before, after), expected);
}

TEST(RevisionComparison, ReadsAsLines) {
    Workflow after = workflow("Assigned", "Sue", {});
    after.row.revision = Revision(1);
    EXPECT_EQ(comparisonText(workflow("Open", "", {}), after),
              u"BUG-1, revision 0 \u2192 1\nState: Open \u2192 Assigned\nAssignee:  \u2192 Sue\n"_s);
}

} // namespace
} // namespace signalbox::model
