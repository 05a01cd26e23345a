#include <QAbstractItemModelTester>

#include "model/definition/diagnostics_model.h"
#include "model/definition/difference_model.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using Mode = QAbstractItemModelTester::FailureReportingMode;

TEST(DiagnosticsModel, TellsKindPlaceAndMessageAndWritesAReport) {
    DiagnosticsModel model;
    const QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.setDiagnostics(
        {{.severity = Severity::Error, .file = "a.scxml", .place = {.line = 2, .column = 7}, .message = "no"},
         {.severity = Severity::Warning, .file = "a.scxml", .place = {.line = 9, .column = 1}, .message = "hm"}});
    EXPECT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.errorCount(), 1);
    EXPECT_EQ(model.index(0, DiagnosticsModel::SeverityColumn).data(), u"Error"_s);
    EXPECT_EQ(model.index(0, DiagnosticsModel::PlaceColumn).data(), u"a.scxml:2:7"_s);
    EXPECT_EQ(model.report(), u"a.scxml:2:7: error: no\na.scxml:9:1: warning: hm"_s);
}

TEST(DifferenceModel, HasAHeadingForEachKindThatDiffersAndASignForEachChange) {
    DifferenceModel model;
    const QAbstractItemModelTester tester(&model, Mode::Fatal);
    StructureDifference difference;
    difference.states = {{.kind = StructureChange::Kind::Added, .subject = "Paid", .what = {}},
                         {.kind = StructureChange::Kind::Removed, .subject = "Draft", .what = {}}};
    difference.triggers = {{.kind = StructureChange::Kind::Changed, .subject = "pay", .what = "label"}};
    model.setDifference(difference);
    EXPECT_EQ(model.report(), u"States\n+ Paid\n\u2212 Draft\nTriggers\n~ pay: label"_s);
    EXPECT_FALSE(model.index(0, 0).flags().testFlag(Qt::ItemIsSelectable));
    model.setDifference({});
    EXPECT_TRUE(model.isEmpty());
}

} // namespace
} // namespace signalbox::model
