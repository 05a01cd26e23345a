#pragma once

#include "engine/chart/statechart/statechart.h"

namespace signalbox {

// Gives every script of a chart its number: in the program that `compiler` makes, or, of a condition, in
// Statechart::conditions. `compiler` is null for the null data model, whose only scripts are In('id').
class ScriptNumbers {
public:
    ScriptNumbers(Statechart& chart, ScriptCompiler* compiler) : m_chart(chart), m_compiler(compiler) {}

    // Returns: the number in Statechart::conditions.
    [[nodiscard]] std::uint32_t addCondition(const Script& script);
    void number(Block& block);
    void number(Payload& payload);
    void number(StatechartDraft::Variable& variable);
    void number(StatechartDraft::Invoke& invoke);
    void number(ScriptKind kind, Script& script);

private:
    void number(ScriptKind kind, std::optional<Script>& script);
    void number(TextOrScript& text) { number(ScriptKind::Expression, text.script); }
    void number(Raise&) {}
    void number(Log& log) { number(ScriptKind::Expression, log.expression); }
    void number(Assign& assign);
    void number(RunScript& run) { number(ScriptKind::Statements, run.statements); }
    void number(If& branches);
    void number(Foreach& loop);
    void number(Send& send);
    void number(Cancel& cancel) { number(cancel.sendId); }

    Statechart& m_chart;
    ScriptCompiler* m_compiler;
};

// The id of a condition that is In('id') and nothing else.
[[nodiscard]] std::optional<std::string_view> stateAskedFor(std::string_view condition);

} // namespace signalbox
