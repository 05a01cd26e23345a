#include <QAbstractTransition>
#include <QCoreApplication>
#include <QEvent>
#include <QState>
#include <QStateMachine>

#include "tests/bench/step_comparators.h"

#include <array>
#include <functional>

namespace signalbox::bench {
namespace {

// A trigger, as QStateMachine knows them: an event of the application's own.
class Trigger final : public QEvent {
public:
    explicit Trigger(int number) : QEvent(Type(User + number)) {}
};

class OnTrigger final : public QAbstractTransition {
public:
    OnTrigger(int number, QAbstractState* target, std::function<bool()> guard)
        : m_type(QEvent::Type(QEvent::User + number))
        , m_guard(std::move(guard)) {
        setTargetState(target);
    }

protected:
    bool eventTest(QEvent* event) override { return event->type() == m_type && (!m_guard || m_guard()); }
    void onTransition(QEvent*) override {}

private:
    QEvent::Type m_type;
    std::function<bool()> m_guard;
};

class CountingState final : public QState {
public:
    using QState::QState;
    [[nodiscard]] std::uint64_t entries() const { return m_entries; }

protected:
    void onEntry(QEvent*) override { ++m_entries; }

private:
    std::uint64_t m_entries = 0;
};

void permit(QState& from, int trigger, QState& target, std::function<bool()> guard = {}) {
    from.addTransition(new OnTrigger(trigger, &target, std::move(guard)));
}

} // namespace

double qtStateMachineFires(std::chrono::nanoseconds time) {
    enum : int { Assign = 1, Defer, Close, Reopen };
    QStateMachine machine;
    QState open(&machine);
    QState unassigned(&open); // a QState with substates cannot be rested in
    CountingState assigned(&open);
    QState deferred(&machine);
    QState closed(&machine);
    open.setInitialState(&unassigned);
    machine.setInitialState(&open);
    permit(open, Assign, assigned);
    permit(assigned, Defer, deferred);
    permit(assigned, Close, closed, [&assigned] { return assigned.entries() != 0; });
    permit(deferred, Assign, assigned);
    permit(closed, Reopen, open);
    machine.start();
    QCoreApplication::processEvents();
    const double fires = perSecond(time, [&machine] {
        constexpr std::array kCycle{Assign, Defer, Assign, Close, Reopen};
        for (const int trigger : kCycle)
            machine.postEvent(new Trigger(trigger));
        QCoreApplication::processEvents();
        return std::uint64_t{kCycle.size()};
    });
    machine.stop();
    QCoreApplication::processEvents();
    return fires;
}

} // namespace signalbox::bench
