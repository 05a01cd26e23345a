#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/count_chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/tabular_text.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

TEST(CountChip, NameSaysTheCountForScreenReaders) {
    const Theme theme(Scheme::Light);
    CountChip chip(theme, u"Assigned"_s);
    EXPECT_EQ(chip.accessibleName(), u"Assigned"_s);
    chip.setCount(2377);
    EXPECT_TRUE(chip.accessibleName().startsWith(u"Assigned, 2377"_s)) << chip.accessibleName().toStdString();
}

TEST(CountChip, SpaceTogglesIt) {
    const Theme theme(Scheme::Light);
    CountChip chip(theme, u"Assigned"_s);
    QSignalSpy toggled(&chip, &CountChip::toggled);
    QTest::keyClick(&chip, Qt::Key_Space);
    EXPECT_EQ(toggled.count(), 1);
    EXPECT_TRUE(chip.isChecked());
}

TEST(TabularText, NumbersOfEqualLengthAreEquallyWide) {
    const Theme theme(Scheme::Light);
    const QFontMetrics metrics(theme.uiFont());
    EXPECT_EQ(tabularWidth(metrics, u"1,111"_s), tabularWidth(metrics, u"8,888"_s));
    EXPECT_EQ(tabularWidth(metrics, QString()), 0);
}

TEST(ElidedLabel, ShowsMarkupAsText) {
    const ElidedLabel label(u"<b>bold</b>\nnext"_s);
    EXPECT_EQ(label.text(), u"<b>bold</b> next"_s);
    EXPECT_LT(label.minimumSizeHint().width(), label.sizeHint().width());
}

TEST(ColumnWidths, AreAsWantedWhereThereIsRoom) {
    EXPECT_EQ(shareWidth({{100, 50}, {200, 80}}, 300), (std::vector{100, 200}));
    EXPECT_EQ(shareWidth({{100, 50}, {200, 80}}, 1000), (std::vector{100, 200}));
    EXPECT_EQ(shareWidth({}, 100), std::vector<int>{});
}

TEST(ColumnWidths, GiveWhatIsMissingInProportionToWhatTheyCan) {
    EXPECT_EQ(shareWidth({{40, 40}, {100, 50}, {200, 100}}, 280), (std::vector{40, 80, 160}));
    for (int room = 190; room <= 340; ++room) {
        const std::vector<int> widths = shareWidth({{40, 40}, {100, 50}, {200, 100}}, room);
        EXPECT_EQ(widths[0] + widths[1] + widths[2], room);
        EXPECT_EQ(widths[0], 40);
        EXPECT_GE(widths[1], 50);
        EXPECT_GE(widths[2], 100);
    }
    EXPECT_EQ(shareWidth({{40, 40}, {100, 50}}, 10), (std::vector{40, 50})) << "no less than that";
}

TEST(FlowLayout, WrapsWhereTheWidthEnds) {
    QWidget host;
    auto* layout = new FlowLayout(&host, 10);
    for (int count = 0; count < 3; ++count) {
        auto* box = new QWidget(&host);
        box->setFixedSize(100, 20);
        layout->addWidget(box);
    }
    EXPECT_EQ(layout->heightForWidth(320), 20);
    EXPECT_EQ(layout->heightForWidth(319), 50);
    EXPECT_EQ(layout->heightForWidth(100), 80);
}

BannerMessage failure() {
    return {.what = u"The trigger was refused."_s,
            .subject = u"BUG-1042 on This computer"_s,
            .code = u"Rejected"_s,
            .detail = u"permitted: Assign, Close"_s};
}

TEST(BannerArea, BannerStaysUntilItIsDismissed) {
    const Theme theme(Scheme::Light);
    BannerArea area(theme);
    area.post(failure());
    ASSERT_EQ(area.banners().size(), 1);
    EXPECT_FALSE(area.isHidden());
    area.findChild<QPushButton*>(u"bannerDismiss"_s)->click();
    EXPECT_TRUE(area.banners().isEmpty());
    EXPECT_TRUE(area.isHidden());
}

TEST(BannerArea, EqualMessageIsShownOnce) {
    const Theme theme(Scheme::Light);
    BannerArea area(theme);
    area.post(failure());
    area.post(failure());
    EXPECT_EQ(area.banners().size(), 1);
}

TEST(BannerArea, CopyPutsTheWholeReportOnTheClipboard) {
    const Theme theme(Scheme::Light);
    BannerArea area(theme);
    area.post(failure());
    area.findChild<QPushButton*>(u"bannerCopy"_s)->click();
    EXPECT_EQ(QGuiApplication::clipboard()->text(),
              u"The trigger was refused.\nBUG-1042 on This computer\nCode: Rejected\npermitted: Assign, Close"_s);
}

TEST(BannerArea, RetryClosesTheBannerAndTriesAgain) {
    const Theme theme(Scheme::Light);
    BannerArea area(theme);
    int retries = 0;
    BannerMessage message = failure();
    message.retry = [&] {
        ++retries;
        area.post(failure());
    };
    area.post(message);
    area.findChild<QPushButton*>(u"bannerRetry"_s)->click();
    EXPECT_EQ(retries, 1);
    EXPECT_EQ(area.banners().size(), 1);
}

} // namespace
} // namespace signalbox::ui
