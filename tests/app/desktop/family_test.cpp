#include <QLabel>

#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/inspector/family_bar.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

const std::string kOrder = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="order">
  <state id="Paying">
    <invoke id="billing"><content>
      <scxml version="1.0" name="billing"><state id="Due"><transition event="paid" target="Paid"/></state>
        <final id="Paid"/></scxml>
    </content></invoke>
    <transition event="done.invoke.billing" target="Packing"/>
  </state>
  <state id="Packing"/>
</scxml>)";

// A workflow and the one that it has invoked, in the real window.
class FamilyTest : public StoreWindowTest {
protected:
    void openOrder() {
        show();
        ask(&WorkflowService::deploy,
            DeployRequest{.source = {.file = "order.scxml", .text = kOrder, .files = {}}, .caller = {}});
        ask(&WorkflowService::create,
            CreateRequest{.definition = {.name = "order"}, .id = "order-1", .data = {}, .caller = {}});
        ASSERT_TRUE(waitForRows(2));
        m_store->workflows().selectWorkflow(u"order-1"_s);
        ASSERT_TRUE(QTest::qWaitFor([&] { return shown() && !shown()->children.empty(); }, 20'000));
    }
    ui::FamilyBar& bar() { return *m_store->inspector().findChild<ui::FamilyBar*>(); }
};

TEST_F(FamilyTest, ParentAndChildLeadToEachOther) {
    m_theme.install(*qApp);
    openOrder();
    const std::string child = shown()->children.front().workflowId;
    EXPECT_TRUE(bar().isVisible());
    EXPECT_TRUE(bar().text().contains(QString::fromStdString(child))) << bar().text().toStdString();
    Q_EMIT bar().workflowWanted(QString::fromStdString(child));
    ASSERT_TRUE(QTest::qWaitFor([&] { return shown() && shown()->row.id == child; }));
    EXPECT_TRUE(bar().text().contains(u"order-1"_s)) << bar().text().toStdString();
    ASSERT_TRUE(waitUntilSettled(*m_store));
    ui::saveScene(m_store->window(), {1440, 900}, u"family-light"_s);
}

TEST_F(FamilyTest, IsGoneWhenTheChildHasEnded) {
    openOrder();
    const std::string child = shown()->children.front().workflowId;
    fire(child, "paid", {});
    EXPECT_TRUE(QTest::qWaitFor([&] { return shown() && shown()->row.state == "Packing"; }, 20'000));
    EXPECT_TRUE(QTest::qWaitFor([&] { return !bar().isVisible(); }));
}

} // namespace
} // namespace signalbox
