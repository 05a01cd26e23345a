// A program that embeds the engine: defines a chart, opens a store, fires triggers and reads the history.

#include "engine/base/clock.h"
#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <future>
#include <iostream>

using namespace signalbox;

enum class Lamp { Off, On };
enum class Press { Toggle };

std::string_view name(Lamp state) {
    return state == Lamp::Off ? "Off" : "On";
}
std::string_view name(Press) {
    return "Toggle";
}

ChartPtr lamp() {
    ChartBuilder<Lamp, Press> chart("lamp", Lamp::Off);
    chart.trigger(Press::Toggle).parameters({});
    chart.state(Lamp::Off).permit(Press::Toggle, Lamp::On);
    chart.state(Lamp::On).permit(Press::Toggle, Lamp::Off);
    return chart.build().chart;
}

// Calls the engine and waits for its answer.
template <typename Request, typename Answer>
Answer ask(Engine& engine, void (Engine::*call)(Request, Reply<Answer>), Request request) {
    std::promise<Result<Answer>> promise;
    (engine.*call)(std::move(request), [&promise](Result<Answer> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get().value();
}

int main(int, char** argv) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = SqliteStore::open(argv[1], {}, clock).value();
    const auto engine =
        Engine::open({.store = *store, .clock = clock, .scheduler = scheduler, .charts = {lamp()}, .settings = {}})
            .value();

    FireRequest toggle;
    toggle.id = "lamp-1";
    toggle.trigger = "Toggle";
    toggle.createFrom = DefinitionRef{.name = "lamp"};
    toggle.caller.principal = "sue";
    ask(*engine, &Engine::fire, toggle);
    ask(*engine, &Engine::fire, toggle);

    HistoryRequest request;
    request.id = "lamp-1";
    HistoryReply history = ask(*engine, &Engine::history, request);
    for (auto change = history.changes.rbegin(); change != history.changes.rend(); ++change)
        if (change->kind == ChangeKind::Fired)
            std::cout << change->id << ": " << change->from << " -" << change->trigger << "-> " << change->to << " by "
                      << change->caller.principal << "\n";
    const Change& last = history.changes.front();
    std::cout << last.id << " is " << last.to << " after " << last.revision.value() << " turns\n";
}
