#pragma once

#include <QString>
#include <QStringList>

#include "app/desktop/window/store_window.h"

#include <functional>
#include <memory>

class QDialog;

namespace signalbox {

// What the window shows of one workflow, read from its widgets.
struct ShownWorkflow {
    QString id;
    QString state;
    QString assignee;    // "nobody" without one
    QStringList history; // states in order of time, the creation's first

    bool operator==(const ShownWorkflow&) const = default;
};

// Hands and eyes of the tour: presses keys in the window and reads what it shows. Every call waits for its effect, at
// most a few seconds, and returns whether it came.
class TourDriver {
public:
    explicit TourDriver(StoreWindow& store) : m_store(store) {}

    // Ctrl+N, the id, Enter.
    bool createWorkflow(const QString& id);
    // Ctrl+K, the id, Enter.
    bool goTo(const QString& id);
    // The digit in the list; `parameter` is typed into the form that asks for it, if there is one.
    bool fire(char digit, const QString& parameter = {});
    bool waitForIdle();
    bool waitFor(const std::function<bool()>& condition);

    [[nodiscard]] ShownWorkflow shown() const;
    // The text of the newest change's effects.
    [[nodiscard]] QString newestEffects() const;
    // Whether a trigger's button is there and cannot be pressed.
    [[nodiscard]] bool isRefused(const QString& trigger) const;
    // What the status bar said last.
    [[nodiscard]] QString message() const;

private:
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    void type(const QString& text);
    bool ensureActive();
    bool focusList();
    [[nodiscard]] QString textOf(const char* label) const;
    QDialog* waitForDialog(const QString& name);
    bool waitForNoDialog();

    StoreWindow& m_store;
};

} // namespace signalbox
