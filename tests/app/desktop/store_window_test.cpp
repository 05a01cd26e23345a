#include <QAbstractButton>

#include "tests/app/desktop/store_window_fixture.h"
#include "ui/shell/status_strip.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

TEST_F(StoreWindowTest, ChangeByAnotherClientAppearsAndTheSelectionStays) {
    create("BUG-1");
    create("BUG-2");
    show();
    ASSERT_TRUE(waitForRows(2));
    m_store->workflows().selectWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return shown() != nullptr; }));

    fire("BUG-1", "Assign", {{"assignee", "Sue"}});
    EXPECT_TRUE(QTest::qWaitFor([this] { return shown()->row.state == "Assigned"; }));
    EXPECT_TRUE(QTest::qWaitFor([this] { return cell(0, Column::State) == u"Assigned"_s; }));
    EXPECT_EQ(cell(0, Column::Assignee), u"Sue"_s);
    EXPECT_EQ(m_store->workflows().currentWorkflow(), u"BUG-1"_s);
    EXPECT_EQ(m_store->inspector().history().rowCount(), 2);
}

TEST_F(StoreWindowTest, CreationByAnotherClientAppears) {
    show();
    EXPECT_TRUE(waitForRows(0));
    create("BUG-1");
    EXPECT_TRUE(waitForRows(1));
}

TEST_F(StoreWindowTest, LinkToAnUnknownWorkflowSaysSo) {
    show();
    m_store->open({.connection = u"local"_s, .definition = u"bug"_s, .id = u"NOPE"_s, .at = {}});
    using Phase = model::InspectorModel::Phase;
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_store->inspector().inspector().phase() == Phase::NotFound; }));
}

TEST_F(StoreWindowTest, LinkWithARevisionShowsThePast) {
    create("BUG-1");
    fire("BUG-1", "Assign", {{"assignee", "Sue"}});
    fire("BUG-1", "Defer", {});
    show();
    m_store->open({.connection = u"local"_s, .definition = u"bug"_s, .id = u"BUG-1"_s, .at = Revision{1}});
    EXPECT_TRUE(QTest::qWaitFor([this] { return shown() != nullptr && shown()->row.revision == Revision{1}; }));
    EXPECT_EQ(shown()->row.state, "Assigned");
    EXPECT_EQ(shown()->row.assignee, "Sue");
}

TEST_F(StoreWindowTest, BackAndForwardGoWhereTheOperatorWas) {
    create("BUG-1");
    create("BUG-2");
    show();
    EXPECT_FALSE(m_store->commands().isEnabled(u"go.back"_s));
    const auto isShown = [this](const char* id) {
        return QTest::qWaitFor([this, id] { return shown() != nullptr && shown()->row.id == id; });
    };
    m_store->workflows().selectWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(isShown("BUG-1"));
    m_store->workflows().selectWorkflow(u"BUG-2"_s);
    ASSERT_TRUE(isShown("BUG-2"));
    m_store->commands().trigger(u"go.back"_s);
    EXPECT_TRUE(isShown("BUG-1"));
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_store->commands().isEnabled(u"go.forward"_s); }));
    m_store->commands().trigger(u"go.forward"_s);
    EXPECT_TRUE(isShown("BUG-2"));
}

TEST_F(StoreWindowTest, EmptyStoreCreatesSamplesThatReallyWentThroughTheirStates) {
    show();
    auto* create = m_store->window().findChild<QAbstractButton*>(u"emptyAction_createSamples"_s);
    ASSERT_NE(create, nullptr);
    create->click();
    EXPECT_TRUE(waitForRows(12));
}

TEST_F(StoreWindowTest, FiguresInTheStatusStripFollowTheStore) {
    create("BUG-1");
    show();
    const auto said = [this] {
        QStringList texts;
        for (const QObject* child : m_store->window().statusStrip().findChildren<QObject*>())
            texts.append(child->property("accessibleName").toString());
        return texts.join(u' ');
    };
    EXPECT_TRUE(QTest::qWaitFor([&said] { return said().contains(u"change 1"_s); })) << said().toStdString();
}

} // namespace
} // namespace signalbox
