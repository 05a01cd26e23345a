#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>

#include "tests/support/scene.h"
#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/count_chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_hint.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

// What every pane may hold, so that a control that still looks like plain Fusion is seen at once.
QWidget* newGallery(const Theme& theme) {
    auto* gallery = new QWidget;
    auto* layout = new QVBoxLayout(gallery);
    layout->setContentsMargins(12, 12, 12, 12);
    auto* chips = new QHBoxLayout;
    for (const auto& [text, count] : {std::pair(u"All"_s, 12480), {u"Open"_s, 4102}, {u"Assigned"_s, 2377}}) {
        auto* chip = new CountChip(theme, text);
        chip->setCount(count);
        chip->setChecked(text == u"Assigned"_s);
        chips->addWidget(chip);
    }
    chips->addStretch();
    layout->addLayout(chips);
    auto* buttons = new QHBoxLayout;
    for (const QString& role : {u""_s, u"primary"_s, u"go"_s, u"stop"_s, u"stopFilled"_s, u"link"_s}) {
        auto* button = new QPushButton(role.isEmpty() ? u"Plain"_s : role);
        button->setProperty("role", role);
        buttons->addWidget(button);
    }
    auto* disabled = new QPushButton(u"Disabled"_s);
    disabled->setEnabled(false);
    buttons->addWidget(disabled);
    buttons->addWidget(new KeyHint(theme, u"Ctrl+N"_s));
    buttons->addStretch();
    layout->addLayout(buttons);
    auto* fields = new QHBoxLayout;
    auto* edit = new QLineEdit(u"some text"_s);
    auto* empty = new QLineEdit;
    empty->setPlaceholderText(u"Placeholder"_s);
    auto* wrong = new QLineEdit(u"12x"_s);
    wrong->setProperty("invalid", true);
    auto* combo = new QComboBox;
    combo->addItems({u"bug"_s, u"order"_s});
    auto* spin = new QSpinBox;
    auto* check = new QCheckBox(u"Checked"_s);
    check->setChecked(true);
    auto* radio = new QRadioButton(u"Radio"_s);
    radio->setChecked(true);
    for (QWidget* each : {static_cast<QWidget*>(edit), static_cast<QWidget*>(empty), static_cast<QWidget*>(wrong),
                          static_cast<QWidget*>(combo), static_cast<QWidget*>(spin), static_cast<QWidget*>(check),
                          static_cast<QWidget*>(new QCheckBox(u"Not"_s)), static_cast<QWidget*>(radio)}) {
        fields->addWidget(each);
    }
    layout->addLayout(fields);
    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    auto* table = new QTableWidget(40, 3);
    table->setHorizontalHeaderLabels({u"#"_s, u"When"_s, u"Trigger"_s});
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    for (int row = 0; row < 40; ++row) {
        table->setItem(row, 0, new QTableWidgetItem(QString::number(row)));
        table->setItem(row, 2, new QTableWidgetItem(u"Assign"_s));
    }
    table->selectRow(1);
    tabs->addTab(table, u"History 4"_s);
    tabs->addTab(new QWidget, u"Data"_s);
    tabs->addTab(new QWidget, u"Definition"_s);
    layout->addWidget(tabs, 1);
    return gallery;
}

class SceneTest : public ::testing::TestWithParam<bool> {
protected:
    SceneTest() : settings(folder.filePath(u"scene.ini"_s), QSettings::IniFormat) {
        registry.add(standardCommands());
        // The scenes show the menus as they are when every feature is there.
        for (const Command& command : registry.commands()) {
            registry.setHandler(command.id, &registry, [] {});
        }
        registry.setDisabled(u"workflow.cancel"_s, u"Cancel is not permitted from Closed."_s);
        theme().setScheme(GetParam() ? Scheme::Dark : Scheme::Light);
    }

    static QString name(const QString& scene) { return scene + (GetParam() ? u"-dark"_s : u"-light"_s); }
    // One theme is installed for the life of the test program, as in the real one.
    static Theme& theme() {
        static Theme* installed = [] {
            auto* made = new Theme(Scheme::Light, qApp);
            made->install(*qApp);
            return made;
        }();
        return *installed;
    }

    QTemporaryDir folder;
    QSettings settings;
    CommandRegistry registry;
};

TEST_P(SceneTest, WindowWithBannersAndGallery) {
    MainWindow window(theme(), registry, settings);
    auto* empty = new EmptyState;
    empty->setMessage(u"No workflow is selected."_s,
                      u"Choose one in the list, or create sample workflows to try things out."_s);
    empty->setActions({registry.action(u"workflow.new"_s), registry.action(u"go.palette"_s)});
    window.setPanes(newPane(u"navigator"_s), newGallery(theme()), empty);
    window.banners().post(
        {.what = u"Close was refused: Cancelled does not permit it. "
                 u"Permitted from there: nothing. Somebody cancelled the workflow while this window showed an "
                 u"older revision; look at its history to see who did it, when and why."_s,
         .subject = u"BUG-1042 on This computer"_s,
         .code = u"Rejected"_s,
         .retry = [] {}});
    window.banners().post({.kind = BannerKind::Warning, .what = u"The store is read-only: the disk is full."_s});
    window.statusStrip().setConnection(u"This computer"_s, Tone::Go, u"live"_s);
    window.statusStrip().setFigures({312, 8214, 14599, 1203441, 2, 3, 1});
    window.statusStrip().setSaved();
    window.statusStrip().showMessage(u"Cancel is not permitted from Closed."_s, Tone::Warn);
    EXPECT_FALSE(saveScene(window, {1600, 1000}, name(u"window"_s)).isNull());
}

TEST_P(SceneTest, Palette) {
    MainWindow window(theme(), registry, settings);
    window.setPanes(newPane(u"navigator"_s), newGallery(theme()), new QWidget);
    window.show();
    window.commandPalette().open(PaletteScope::Everything);
    QTest::keyClicks(window.findChild<QLineEdit*>(u"paletteQuery"_s), u"wo"_s);
    EXPECT_FALSE(saveScene(window, {1100, 640}, name(u"palette"_s)).isNull());
}

TEST_P(SceneTest, Menu) {
    MainWindow window(theme(), registry, settings);
    window.setPanes(newPane(u"navigator"_s), new QWidget, new QWidget);
    window.show();
    auto* menu = window.menuBar()->actions().at(1)->menu();
    menu->popup(QPoint(0, 0));
    EXPECT_FALSE(saveScene(*menu, menu->sizeHint(), name(u"menu"_s)).isNull());
    menu->close();
}

TEST_P(SceneTest, MenuBarOfNarrowWindows) {
    MainWindow window(theme(), registry, settings);
    window.setPanes(newPane(u"navigator"_s), newPane(u"list"_s), newPane(u"inspector"_s));
    for (const int width : {640, 800})
        EXPECT_FALSE(saveScene(window, {width, 420}, name(u"menu-bar-%1"_s.arg(width))).isNull());
}

// An editable combo box and a spin box have a line inside, with a ground of its own.
TEST_P(SceneTest, FieldsOfAllKindsHaveOneGround) {
    QWidget form;
    auto* layout = new QVBoxLayout(&form);
    auto* line = new QLineEdit;
    auto* choice = new QComboBox;
    auto* editable = new QComboBox;
    editable->setEditable(true);
    auto* number = new QSpinBox;
    for (QWidget* each : {static_cast<QWidget*>(line), static_cast<QWidget*>(choice), static_cast<QWidget*>(editable),
                          static_cast<QWidget*>(number)}) {
        each->setFocusPolicy(Qt::NoFocus);
        layout->addWidget(each);
    }
    const QImage image = saveScene(form, {300, 200}, name(u"fields"_s));
    for (const QWidget* each : {static_cast<QWidget*>(line), static_cast<QWidget*>(choice),
                                static_cast<QWidget*>(editable), static_cast<QWidget*>(number)}) {
        const QRect place = each->geometry();
        EXPECT_EQ(place.height(), line->height()) << each->metaObject()->className();
        for (const QPoint& at :
             {QPoint(place.center().x(), place.top() + 6), QPoint(place.left() + 5, place.center().y())})
            EXPECT_EQ(image.pixelColor(at).name().toStdString(), theme().colors().bg.name().toStdString())
                << each->metaObject()->className() << " at " << at.x() << ',' << at.y();
    }
}

TEST_P(SceneTest, CheatSheet) {
    CheatSheet sheet(theme(), registry);
    EXPECT_FALSE(saveScene(sheet, {900, 720}, name(u"cheat-sheet"_s)).isNull());
}

TEST_P(SceneTest, Confirmation) {
    ConfirmDialog dialog({.title = u"Terminate BUG-1042?"_s,
                          .text = u"It ends now, no action of its own runs, and nobody can bring it back."_s,
                          .verb = u"Terminate"_s,
                          .typeToConfirm = u"BUG-1042"_s,
                          .asksReason = true,
                          .requiresReason = true});
    EXPECT_FALSE(saveScene(dialog, dialog.sizeHint(), name(u"confirmation"_s)).isNull());
}

INSTANTIATE_TEST_SUITE_P(Schemes, SceneTest, ::testing::Bool(),
                         [](const auto& scheme) { return scheme.param ? "Dark" : "Light"; });

} // namespace
} // namespace signalbox::ui
