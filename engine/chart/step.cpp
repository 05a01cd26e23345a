#include "engine/chart/step.h"

#include "engine/chart/machine/statechart_turn.h"
#include "engine/chart/program.h"
#include "engine/chart/step_buffers.h"
#include "engine/chart/turn.h"

#include <fmt/format.h>

#include <cassert>
#include <exception>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

// Keeps the capacity of every buffer.
void clear(Step& step) {
    clearResults(step);
    step.unmet.clear();
    step.failure.clear();
    step.breach.reset();
}

bool isStatechart(const Chart& chart) {
    return chart.program().statechart != nullptr;
}

void runHooks(const std::vector<Hook>& hooks, const TurnView& view, std::vector<std::string>& log) {
    HookContext context(view, log);
    for (const Hook& hook : hooks) {
        try {
            hook.code(context);
        } catch (const std::exception& thrown) {
            log.push_back(
                fmt::format("hook '{}' of state '{}' failed: {}", hook.description, context.state(), thrown.what()));
        } catch (...) {
            log.push_back(fmt::format("hook '{}' of state '{}' failed", hook.description, context.state()));
        }
    }
}

TurnView resting(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    const StateIndex leaf = snapshot.configuration.front();
    return {.structure = chart.structure(),
            .context = context,
            .snapshot = snapshot,
            .event = nullptr,
            .state = leaf,
            .source = leaf,
            .target = std::nullopt};
}

} // namespace

Step step(const Chart& chart, const Snapshot& snapshot, const Event& event, const TurnContext& context, Step reuse) {
    stepInto(reuse, chart, snapshot, event, context);
    return reuse;
}

void stepInto(Step& result, const Chart& chart, const Snapshot& snapshot, const Event& event,
              const TurnContext& context) {
    assert(&snapshot != &result.snapshot);
    clear(result);
    if (isStatechart(chart))
        StatechartTurn(chart, snapshot, context, result).run(event);
    else
        Turn(chart, snapshot, context, result).run(event);
}

Step start(const Chart& chart, Json data, const TurnContext& context, const Invoker& invoker) {
    Snapshot snapshot{.configuration = {chart.structure().initial}, .data = nullptr, .memory = nullptr};
    Step result;
    if (isStatechart(chart)) {
        StatechartTurn(chart, snapshot, context, result).start(data, invoker);
        return result;
    }
    if (!data.is_null()) snapshot.data = std::make_shared<const Json>(std::move(data));
    Turn(chart, snapshot, context, result).attach();
    return result;
}

Step end(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    assert(isStatechart(chart));
    Step result;
    StatechartTurn(chart, snapshot, context, result).end();
    return result;
}

std::vector<std::string> activate(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    std::vector<std::string> log;
    if (isStatechart(chart)) return log; // has no hooks
    TurnView view = resting(chart, snapshot, context);
    for (const StateIndex state : pathToRoot(chart.structure(), view.source) | std::views::reverse) {
        view.state = state;
        runHooks(chart.program().code.states[state.value()].activations, view, log);
    }
    return log;
}

std::vector<std::string> deactivate(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    std::vector<std::string> log;
    if (isStatechart(chart)) return log; // has no hooks
    TurnView view = resting(chart, snapshot, context);
    for (const StateIndex state : pathToRoot(chart.structure(), view.source)) {
        view.state = state;
        runHooks(chart.program().code.states[state.value()].deactivations, view, log);
    }
    return log;
}

} // namespace signalbox
