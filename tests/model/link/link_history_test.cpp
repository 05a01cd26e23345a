#include "model/link/link_history.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;

TEST(LinkHistory, BackAndForwardWalkTheVisits) {
    LinkHistory history;
    EXPECT_FALSE(history.canGoBack());
    for (const QString& place : {u"a"_s, u"b"_s, u"c"_s})
        history.visit(place);
    EXPECT_EQ(history.goBack(), u"b"_s);
    EXPECT_EQ(history.goBack(), u"a"_s);
    EXPECT_FALSE(history.canGoBack());
    EXPECT_EQ(history.goForward(), u"b"_s);
}

TEST(LinkHistory, NewVisitForgetsWhatLayForward) {
    LinkHistory history;
    for (const QString& place : {u"a"_s, u"b"_s, u"c"_s})
        history.visit(place);
    history.goBack();
    history.visit(u"d"_s);
    EXPECT_FALSE(history.canGoForward());
    EXPECT_EQ(history.goBack(), u"b"_s);
}

TEST(LinkHistory, SamePlaceTwiceIsOneVisit) {
    LinkHistory history;
    history.visit(u"a"_s);
    history.visit(u"a"_s);
    EXPECT_FALSE(history.canGoBack());
}

TEST(LinkHistory, OldestPlacesAreForgotten) {
    LinkHistory history;
    for (int i = 0; i < 300; ++i)
        history.visit(QString::number(i));
    int steps = 0;
    while (history.canGoBack()) {
        history.goBack();
        ++steps;
    }
    EXPECT_EQ(steps, 199);
}

} // namespace
} // namespace signalbox::model
