#include "tests/engine/chart/statechart/draft_writer.h"

#include "tests/engine/chart/statechart/fake_scripts.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace signalbox::test {
namespace {

std::vector<std::string> words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> result;
    for (std::string word; stream >> word;)
        result.push_back(word);
    return result;
}

} // namespace

Script script(std::string text) {
    Script result;
    result.text = std::move(text);
    result.place = {.line = 7, .column = 1};
    return result;
}

Content element(Send send) {
    return {.element = std::move(send), .place = {.line = 5, .column = 1}};
}

Content say(std::string line) {
    return {.element = Log{.label = std::move(line), .expression = std::nullopt}, .place = {}};
}

Content raise(std::string event) {
    return {.element = Raise{std::move(event)}, .place = {}};
}

Content assign(std::string location, std::string expression) {
    Assign result;
    result.location = script(std::move(location));
    result.expression = script(std::move(expression));
    return {.element = std::move(result), .place = {.line = 3, .column = 1}};
}

Content run(std::string statements) {
    return {.element = RunScript{script(std::move(statements))}, .place = {.line = 4, .column = 1}};
}

Content sendAfter(std::string delay, std::string event, std::string id) {
    Send send;
    send.event.text = std::move(event);
    send.delay.text = std::move(delay);
    send.id = std::move(id);
    return element(std::move(send));
}

Content sendTo(std::string target, std::string event) {
    Send send;
    send.event.text = std::move(event);
    send.target.text = std::move(target);
    return element(std::move(send));
}

Content cancel(std::string id) {
    Cancel result;
    result.sendId.text = std::move(id);
    return {.element = std::move(result), .place = {}};
}

DraftWriter::DraftWriter(StatechartDraft::DataModel dataModel) {
    draft.name = "chart";
    draft.dataModel = dataModel;
}

DraftWriter& DraftWriter::state(std::string id, std::string_view parent, Kind kind) {
    StatechartDraft::State& state = draft.states.emplace_back();
    state.id = std::move(id);
    state.kind = kind;
    if (parent.empty()) return *this;
    const auto found = std::ranges::find(draft.states, parent, &StatechartDraft::State::id);
    draft.states.back().parent = static_cast<std::uint32_t>(found - draft.states.begin());
    return *this;
}

DraftWriter& DraftWriter::initial(std::string_view targets, Block block) {
    last().initial.targets = words(targets);
    last().initial.block = std::move(block);
    return *this;
}

DraftWriter& DraftWriter::onEntry(Block block) {
    last().entries.push_back(std::move(block));
    return *this;
}

DraftWriter& DraftWriter::onExit(Block block) {
    last().exits.push_back(std::move(block));
    return *this;
}

DraftWriter& DraftWriter::on(std::string_view events, std::string_view targets, Block block) {
    StatechartDraft::Transition& transition = draft.transitions.emplace_back();
    transition.source = static_cast<std::uint32_t>(draft.states.size() - 1);
    transition.events = words(events);
    transition.targets = words(targets);
    transition.block = std::move(block);
    return *this;
}

DraftWriter& DraftWriter::when(std::string condition) {
    draft.transitions.back().condition = script(std::move(condition));
    return *this;
}

DraftWriter& DraftWriter::internal() {
    draft.transitions.back().isInternal = true;
    return *this;
}

DraftWriter& DraftWriter::always(std::string_view targets, Block block) {
    return on({}, targets, std::move(block));
}

DraftWriter& DraftWriter::defaultsTo(std::string_view targets, Block block) {
    return on({}, targets, std::move(block));
}

DraftWriter& DraftWriter::invoke(StatechartDraft::Invoke invoke) {
    last().invokes.push_back(std::move(invoke));
    return *this;
}

DraftWriter& DraftWriter::variable(std::string id, std::string expression) {
    StatechartDraft::Variable& variable = draft.variables.emplace_back();
    variable.id = std::move(id);
    variable.expression = script(std::move(expression));
    return *this;
}

ChartPtr DraftWriter::build() const {
    const bool hasScripts = draft.dataModel == StatechartDraft::DataModel::EcmaScript;
    return signalbox::build(draft, hasScripts ? std::make_unique<FakeCompiler>() : nullptr);
}

} // namespace signalbox::test
