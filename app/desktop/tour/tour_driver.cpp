#include "app/desktop/tour/tour_driver.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "model/history/history_model.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/inspector/state_chip.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/elided_label.h"
#include "ui/workflows/workflow_table.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <chrono>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 15s;

} // namespace

bool TourDriver::waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, int(kPatience.count()));
}

// Without a window system nobody gives the focus back when a dialog closes.
bool TourDriver::ensureActive() {
    if (QApplication::activeWindow() != nullptr) return true;
    m_store.window().activateWindow();
    return waitFor([this] { return m_store.window().isActiveWindow(); });
}

void TourDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QWidget* focused = QApplication::focusWidget();
    QTest::keyClick(focused != nullptr ? focused : &m_store.window(), key, modifiers);
}

void TourDriver::type(const QString& text) {
    QTest::keyClicks(QApplication::focusWidget(), text);
}

QDialog* TourDriver::waitForDialog(const QString& name) {
    const auto find = [this, &name] { return m_store.window().findChild<QDialog*>(name); };
    const bool isThere =
        waitFor([&find] { return find() != nullptr && find()->isVisible() && find()->isActiveWindow(); });
    return isThere ? find() : nullptr;
}

bool TourDriver::waitForNoDialog() {
    return waitFor(
        [this] { return std::ranges::none_of(m_store.window().findChildren<QDialog*>(), &QDialog::isVisible); });
}

bool TourDriver::createWorkflow(const QString& id) {
    if (!ensureActive()) return false;
    press(Qt::Key_N, Qt::ControlModifier);
    QDialog* dialog = waitForDialog(u"newWorkflowDialog"_s);
    if (dialog == nullptr) return false;
    type(id);
    press(Qt::Key_Return);
    return waitForNoDialog() && waitFor([this, &id] { return shown().id == id && !shown().history.isEmpty(); });
}

bool TourDriver::goTo(const QString& id) {
    if (!ensureActive()) return false;
    press(Qt::Key_K, Qt::ControlModifier);
    auto& palette = m_store.window().commandPalette();
    if (!waitFor([&palette] { return palette.isVisible(); })) return false;
    type(id);
    press(Qt::Key_Return);
    return waitFor([this, &id, &palette] { return !palette.isVisible() && shown().id == id; });
}

bool TourDriver::focusList() {
    if (!ensureActive()) return false;
    ui::WorkflowTable& table = m_store.workflows().table();
    table.setFocus();
    return waitFor([&table] { return table.hasFocus(); });
}

bool TourDriver::fire(char digit, const QString& parameter) {
    const auto revision = [this] { return m_store.inspector().inspector().newestRevision(); };
    const Revision before = revision();
    if (!focusList()) return false;
    press(Qt::Key(digit));
    if (!parameter.isEmpty()) {
        QDialog* form = waitForDialog(u"triggerDialog"_s);
        if (form == nullptr) return false;
        if (auto* field = form->findChild<QLineEdit*>(u"parameter_assignee"_s)) field->selectAll();
        type(parameter);
        press(Qt::Key_Return);
        if (!waitForNoDialog()) return false;
    }
    const auto historyLength = [this] { return m_store.inspector().history().changes().size(); };
    return waitFor([&] { return revision() > before && historyLength() == revision().value() + 1; });
}

bool TourDriver::waitForIdle() {
    return waitFor([this] {
        const Workflow* workflow = m_store.inspector().inspector().workflow();
        return workflow != nullptr && !workflow->row.isResident;
    });
}

QString TourDriver::textOf(const char* label) const {
    const auto* found = m_store.inspector().findChild<QLabel*>(QString::fromLatin1(label));
    return found != nullptr ? found->text() : QString();
}

ShownWorkflow TourDriver::shown() const {
    ShownWorkflow shown;
    const ui::InspectorPane& pane = m_store.inspector();
    if (const auto* id = pane.findChild<ui::ElidedLabel*>(u"inspectorId"_s)) shown.id = id->text();
    if (const auto* state = pane.findChild<ui::StateChip*>(u"inspectorState"_s)) shown.state = state->text();
    shown.assignee = textOf("inspectorAssignee");
    const model::HistoryModel& history = m_store.inspector().history();
    for (int row = history.rowCount() - 1; row >= 0; --row)
        shown.history.append(history.index(row, 0).data(model::HistoryModel::ToRole).toString());
    return shown;
}

QString TourDriver::newestEffects() const {
    const model::HistoryModel& history = m_store.inspector().history();
    return history.index(0, model::HistoryModel::EffectsColumn).data().toString();
}

bool TourDriver::isRefused(const QString& trigger) const {
    const auto* button = m_store.inspector().findChild<QWidget*>(u"action_"_s + trigger);
    return button != nullptr && !button->isEnabled();
}

QString TourDriver::message() const {
    return m_store.window().statusStrip().message();
}

} // namespace signalbox
