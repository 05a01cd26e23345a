#include "tests/bench/step_comparators.h"

#include <boost/mpl/list.hpp>
#include <boost/statechart/custom_reaction.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state_machine.hpp>
#include <boost/statechart/transition.hpp>

namespace signalbox::bench {
namespace {

namespace sc = boost::statechart;
namespace mpl = boost::mpl;

std::uint64_t g_entries = 0; // seen by the compiler as an effect: the entry action cannot be left out

struct Assign : sc::event<Assign> {};
struct Defer : sc::event<Defer> {};
struct Close : sc::event<Close> {};
struct Reopen : sc::event<Reopen> {};

// The machine of the benchmark `step`: Assigned lies in Open, counts its entries, and closes only when somebody was
// there. Unassigned is Open without a substate, which Boost.Statechart cannot rest in.
struct Unassigned;
struct Assigned;
struct Open;
struct Deferred;
struct Closed;

struct Machine : sc::state_machine<Machine, Open> {};

struct Open : sc::simple_state<Open, Machine, Unassigned> {
    using reactions = sc::transition<Assign, Assigned>;
};
struct Unassigned : sc::simple_state<Unassigned, Open> {};
struct Assigned : sc::simple_state<Assigned, Open> {
    Assigned() { ++g_entries; }
    using reactions = mpl::list<sc::transition<Defer, Deferred>, sc::custom_reaction<Close>>;
    sc::result react(const Close&) { return g_entries != 0 ? transit<Closed>() : discard_event(); }
};
struct Deferred : sc::simple_state<Deferred, Machine> {
    using reactions = sc::transition<Assign, Assigned>;
};
struct Closed : sc::simple_state<Closed, Machine> {
    using reactions = sc::transition<Reopen, Open>;
};

} // namespace

double statechartFires(std::chrono::nanoseconds time) {
    constexpr int kCycles = 2000;
    Machine machine;
    machine.initiate();
    return perSecond(time, [&machine] {
        for (int i = 0; i < kCycles; ++i) {
            machine.process_event(Assign());
            machine.process_event(Defer());
            machine.process_event(Assign());
            machine.process_event(Close());
            machine.process_event(Reopen());
        }
        return std::uint64_t{5 * kCycles};
    });
}

} // namespace signalbox::bench
