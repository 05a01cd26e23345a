#include <QAbstractButton>
#include <QPushButton>

#include "app/desktop/sharing/sharing_desk.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/fake_sharing.h"
#include "tests/support/scene.h"
#include "ui/connections/share_dialog.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

class SharingDeskTest : public StoreWindowTest {
protected:
    SharingDeskTest() { m_store->window().show(); }

    QAbstractButton& mark() { return *m_store->window().findChild<QAbstractButton*>(u"statusShared"_s); }
    ui::ShareDialog* dialog() { return m_store->window().findChild<ui::ShareDialog*>(); }
    void press(const char* name) { dialog()->findChild<QPushButton*>(QString::fromLatin1(name))->click(); }
    void share() {
        m_store->commands().trigger(u"server.share"_s);
        press("shareStart");
    }
    void closeDialog() {
        press("shareClose");
        ASSERT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }));
    }

    tests::FakeSharing m_sharing;
    SharingDesk m_desk{m_sharing, *m_store, m_theme};
};

} // namespace

TEST_F(SharingDeskTest, TheStripSaysSoWhileItIsSharedAndLeadsToTheDialog) {
    EXPECT_FALSE(mark().isVisible());
    share();
    EXPECT_TRUE(mark().isVisible());
    closeDialog();
    EXPECT_TRUE(mark().isVisible());
    mark().click();
    ASSERT_NE(dialog(), nullptr);
    press("shareStop");
    EXPECT_FALSE(mark().isVisible());
}

TEST_F(SharingDeskTest, ItEndsWithTheWindowWhichSaysSoWhenItIsBack) {
    share();
    closeDialog();
    m_store->window().close();
    EXPECT_FALSE(m_sharing.current());
    m_store->window().show();
    EXPECT_FALSE(mark().isVisible());
    const auto banners = m_store->window().banners().banners();
    ASSERT_EQ(banners.size(), 1);
    banners.first()->message().retry();
    EXPECT_NE(dialog(), nullptr);
}

TEST_F(SharingDeskTest, AWindowThatSharesNothingClosesWithoutAWord) {
    m_store->window().close();
    EXPECT_TRUE(m_store->window().banners().banners().isEmpty());
}

TEST_F(SharingDeskTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    share();
    closeDialog();
    const auto scene = [this](const QString& name) {
        for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
            m_theme.setScheme(scheme);
            const QString suffix = scheme == ui::Scheme::Light ? u"-light"_s : u"-dark"_s;
            ui::saveScene(m_store->window(), {1200, 700}, name + suffix);
        }
    };
    scene(u"sharing"_s);
    m_store->window().close();
    scene(u"sharing-ended"_s);
}

} // namespace signalbox
