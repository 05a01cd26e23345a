#pragma once

#include "engine/chart/builder/statechart_build.h"
#include "engine/chart/statechart/statechart_draft.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::test {

[[nodiscard]] Script script(std::string text);

// Content, by its element. say() writes a log line of its own.
[[nodiscard]] Content say(std::string line);
[[nodiscard]] Content raise(std::string event);
[[nodiscard]] Content assign(std::string location, std::string expression);
[[nodiscard]] Content run(std::string statements);
[[nodiscard]] Content sendAfter(std::string delay, std::string event, std::string id = {});
[[nodiscard]] Content sendTo(std::string target, std::string event);
[[nodiscard]] Content cancel(std::string id);
[[nodiscard]] Content element(Send send);

// Writes a draft by hand, state by state: on() and its like are about the state declared last. Lists of names are
// separated by spaces.
class DraftWriter {
public:
    using Kind = StatechartDraft::Kind;

    explicit DraftWriter(StatechartDraft::DataModel dataModel = StatechartDraft::DataModel::Null);

    DraftWriter& state(std::string id, std::string_view parent = {}, Kind kind = Kind::State);
    DraftWriter& initial(std::string_view targets, Block block = {});
    DraftWriter& onEntry(Block block);
    DraftWriter& onExit(Block block);
    DraftWriter& on(std::string_view events, std::string_view targets, Block block = {});
    DraftWriter& when(std::string condition); // of the transition declared last
    DraftWriter& internal();                  // the same
    DraftWriter& always(std::string_view targets, Block block = {});
    DraftWriter& defaultsTo(std::string_view targets, Block block = {}); // of a history state
    DraftWriter& invoke(StatechartDraft::Invoke invoke);
    DraftWriter& variable(std::string id, std::string expression); // of the chart, before the first state
    [[nodiscard]] StatechartDraft::State& last() { return draft.states.back(); }

    // Without scripts, or with those of FakeScripts; as the data model is.
    [[nodiscard]] ChartPtr build() const;

    StatechartDraft draft;
};

} // namespace signalbox::test
