#include "model/workflows/filter_text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::tests {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using model::FilterVocabulary;
using model::ParsedFilter;
using model::WorkflowFilter;

const FilterVocabulary kNames{
    .definitions = {u"bug"_s, u"order"_s}, .states = {u"Open"_s, u"In Review"_s}, .assignees = {u"Sue"_s}};

WorkflowFilter parsed(const QString& text) {
    const ParsedFilter result = model::parseFilter(text, kNames);
    EXPECT_FALSE(result.problem) << text.toStdString() << ": " << result.problem->message.toStdString();
    return result.filter;
}

QStringList suggested(const QString& text) {
    QStringList texts;
    for (const auto& item : model::suggest(text, text.size(), kNames).items)
        texts.push_back(item.text);
    return texts;
}

} // namespace

TEST(FilterText, ReadsEveryKey) {
    const WorkflowFilter filter = parsed(
        u"bug version:3 state:Open,\"In Review\" status:active,finished assignee:sue resident:yes age>1d instate<2h updated<90s crash log"_s);
    EXPECT_EQ(filter.fixed.definition, "bug");
    EXPECT_EQ(filter.fixed.version, 3U);
    EXPECT_EQ(filter.fixed.states, (std::vector<std::string>{"Open", "In Review"}));
    EXPECT_EQ(filter.fixed.statuses, (std::vector{WorkflowStatus::Active, WorkflowStatus::Finished}));
    EXPECT_EQ(filter.fixed.assignee, "sue");
    EXPECT_EQ(filter.fixed.isResident, true);
    EXPECT_EQ(filter.age.over, Duration{24h});
    EXPECT_EQ(filter.inState.under, Duration{2h});
    EXPECT_EQ(filter.updated.under, Duration{90s});
    EXPECT_EQ(filter.fixed.text, "crash log");
}

TEST(FilterText, AServerIsOfferedWhereThereAreSeveral) {
    EXPECT_FALSE(suggested(u"se"_s).contains(u"server:"_s));
    FilterVocabulary names = kNames;
    names.servers = {u"prod-eu"_s, u"staging"_s};
    EXPECT_EQ(model::suggest(u"se"_s, 2, names).items.front().text, u"server:"_s);
    EXPECT_EQ(model::suggest(u"server:pr"_s, 9, names).items.front().text, u"prod-eu"_s);
    EXPECT_EQ(parsed(u"server:prod-eu sue"_s).server, "prod-eu");
    EXPECT_EQ(resolve(parsed(u"server:prod-eu sue"_s), Time{}, {}).text, "prod-eu/sue");
}

TEST(FilterText, ComesBackAsItWasWritten) {
    for (const char* text : {"",
                             "bug",
                             "bug state:Open",
                             "server:prod-eu bug state:Open",
                             "order version:2 status:cancelled,terminated",
                             "sue",
                             "state:\"In Review\",Open",
                             "assignee:me",
                             "assignee:nobody",
                             "assignee:\"me\"",
                             "resident:no age>1d age<2w",
                             "instate>90m updated<2h",
                             "\"bug\"",
                             "workflow:shipping",
                             "\"state:Open\"",
                             "created:2026-11-01..",
                             "changed:2026-11-01..2026-11-02T10:00:00.000Z",
                             "entered:..2026-11-02",
                             "has:failed-effects",
                             "has:no-failed-effects is:not-overdue",
                             "is:overdue timer:today",
                             "timer<2h",
                             "timer:..2026-11-22T10:00:00.000Z",
                             "bug sue \"x, y\"",
                             "\"a  b\"",
                             "\"say \\\"hi\\\" \\\\\""}) {
        const QString written = QString::fromUtf8(text);
        const WorkflowFilter filter = parsed(written);
        const QString again = model::filterText(filter, kNames);
        EXPECT_EQ(parsed(again), filter) << text << " -> " << again.toStdString();
        EXPECT_EQ(model::parseFilter(model::filterText(filter, {}), {}).filter, filter)
            << text << " without a vocabulary";
    }
    EXPECT_EQ(model::filterText(parsed(u"state:Open  bug age>24h"_s), kNames), u"bug state:Open age>1d"_s);
}

TEST(FilterText, WordsOfDefinitionsAreConditionsOthersAreSearched) {
    const ParsedFilter result = model::parseFilter(u"bug state:Open printer"_s, kNames);
    ASSERT_EQ(result.tokens.size(), 3);
    EXPECT_TRUE(result.tokens[0].isCondition);
    EXPECT_TRUE(result.tokens[1].isCondition);
    EXPECT_EQ(result.tokens[1].start, 4);
    EXPECT_EQ(result.tokens[1].length, 10);
    EXPECT_FALSE(result.tokens[2].isCondition);
}

struct BadText {
    const char* text;
    qsizetype start;
    qsizetype length;
};

TEST(FilterText, SaysWhereAProblemIs) {
    for (const BadText& bad :
         {BadText{"bug colour:red", 4, 6}, BadText{"state:", 6, 0}, BadText{"age>soon", 4, 4}, BadText{"age:1d", 0, 6},
          BadText{"state>Open", 0, 10}, BadText{"status:dead", 7, 4}, BadText{"x \"open", 2, 5},
          BadText{"resident:maybe", 9, 5}, BadText{"created:yesterday", 8, 9}, BadText{"version:x", 8, 1},
          BadText{"state:Open,", 11, 0}, BadText{"age>99999999999999d", 4, 15}, BadText{"has:luck", 4, 4},
          BadText{"is:late", 3, 4}, BadText{"timer:soon", 6, 4}, BadText{"timer>2h", 0, 8}, BadText{"has>1", 0, 5}}) {
        const ParsedFilter result = model::parseFilter(QString::fromUtf8(bad.text), kNames);
        ASSERT_TRUE(result.problem) << bad.text;
        EXPECT_EQ(result.problem->start, bad.start) << bad.text;
        EXPECT_EQ(result.problem->length, bad.length) << bad.text;
        EXPECT_FALSE(result.problem->message.isEmpty());
    }
}

TEST(FilterText, WhatStandsBeforeAProblemStillFilters) {
    const ParsedFilter result = model::parseFilter(u"bug state:Open age>"_s, kNames);
    ASSERT_TRUE(result.problem);
    EXPECT_EQ(result.filter.fixed.states, std::vector<std::string>{"Open"});
}

TEST(FilterText, SuggestsWhatFitsTheWordAtTheCursor) {
    EXPECT_TRUE(suggested(u"bug st"_s).contains(u"state:"_s));
    EXPECT_TRUE(suggested(u"ord"_s).contains(u"order"_s));
    EXPECT_EQ(suggested(u"state:in"_s), QStringList{u"\"In Review\""_s});
    EXPECT_EQ(suggested(u"state:Open,\"In"_s), QStringList{u"\"In Review\""_s});
    EXPECT_EQ(suggested(u"assignee:s"_s), QStringList{u"Sue"_s});
    EXPECT_TRUE(suggested(u"age>"_s).contains(u"1d"_s));
    EXPECT_TRUE(suggested(u"ha"_s).contains(u"has:"_s));
    EXPECT_EQ(suggested(u"has:fa"_s), QStringList{u"failed-effects"_s});
    EXPECT_TRUE(suggested(u"timer:"_s).contains(u"today"_s));
    EXPECT_EQ(model::suggest(u"bug st"_s, 6, kNames).start, 4);
}

TEST(WorkflowFilter, AgesMoveWithTime) {
    const WorkflowFilter filter = parsed(u"age>1d updated<2h"_s);
    EXPECT_TRUE(filter.movesWithTime());
    const Time now{1'000'000s};
    const ListFilter resolved = model::resolve(filter, now, "sue");
    EXPECT_EQ(resolved.createdBefore, now - 24h);
    EXPECT_EQ(resolved.updatedAfter, now - 2h);
    EXPECT_FALSE(parsed(u"bug"_s).movesWithTime());
}

TEST(WorkflowFilter, TimersDueTodayEndAtMidnightWhicheverDayItIs) {
    const WorkflowFilter filter = parsed(u"timer:today"_s);
    EXPECT_TRUE(filter.movesWithTime());
    const Time midnight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}}; // tests live in UTC
    EXPECT_EQ(model::resolve(filter, midnight, "sue").timerDueBefore, midnight + 24h);
    EXPECT_EQ(model::resolve(filter, midnight + 24h - 1us, "sue").timerDueBefore, midnight + 24h);
    EXPECT_EQ(model::resolve(filter, midnight + 24h, "sue").timerDueBefore, midnight + 48h);
    EXPECT_EQ(model::resolve(parsed(u"timer:today timer<2h"_s), midnight, "sue").timerDueBefore, midnight + 2h);
}

TEST(WorkflowFilter, WordsOfWhatNeedsSomebodyBecomeConditions) {
    const ListFilter resolved = model::resolve(parsed(u"has:failed-effects is:overdue"_s), Time{1s}, "sue");
    EXPECT_EQ(resolved.hasFailedEffects, true);
    EXPECT_EQ(resolved.isOverdue, true);
    EXPECT_FALSE(resolved.timerDueBefore);
}

} // namespace signalbox::tests
