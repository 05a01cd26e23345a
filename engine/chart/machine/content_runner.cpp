#include "engine/chart/machine/content_runner.h"

#include <fmt/format.h>

namespace signalbox {

bool ContentRunner::runBlock(const Block& block) {
    for (const Content& content : block) {
        if (m_machine.isBroken()) return false;
        if (++m_elements > kMostContent) {
            m_machine.breach(fmt::format("more than {} elements ran in one turn", kMostContent), content.place);
            return false;
        }
        const auto run = [&](const auto& element) { return runElement(element, content.place); };
        if (!std::visit(run, content.element)) return false;
    }
    return true;
}

bool ContentRunner::isMet(std::uint32_t condition) {
    const auto answer = m_machine.condition(condition);
    if (answer) return *answer;
    m_machine.raise(answer.error(), m_machine.statechart.conditions[condition].script.place);
    return false;
}

bool ContentRunner::check(const ScriptResult<void>& result, SourcePlace place) {
    if (!result) m_machine.raise(result.error(), place);
    return result.has_value();
}

bool ContentRunner::runElement(const Raise& raise, SourcePlace /*place*/) {
    m_machine.enqueue(raise.event, EventOrigin::Internal);
    return true;
}

bool ContentRunner::runElement(const Log& log, SourcePlace place) {
    if (!log.expression) {
        m_machine.step.log.push_back(log.label);
        return true;
    }
    const auto value = m_machine.evaluate(*log.expression);
    if (!value) {
        m_machine.raise(value.error(), place);
        return false;
    }
    m_machine.step.log.push_back(log.label.empty() ? textOf(*value) : fmt::format("{}: {}", log.label, textOf(*value)));
    return true;
}

bool ContentRunner::runElement(const Assign& assign, SourcePlace place) {
    return check(assign.expression ? m_machine.assign(assign.location, *assign.expression)
                                   : m_machine.assign(assign.location, assign.value),
                 place);
}

bool ContentRunner::runElement(const RunScript& script, SourcePlace place) {
    return check(m_machine.run(script.statements), place);
}

bool ContentRunner::runElement(const If& branches, SourcePlace /*place*/) {
    for (const If::Branch& branch : branches.branches)
        if (!branch.condition || isMet(branch.condition->number)) return runBlock(branch.block);
    return !m_machine.isBroken();
}

bool ContentRunner::runElement(const Foreach& loop, SourcePlace place) {
    ScriptSession* const session = m_machine.session();
    if (session == nullptr) {
        m_machine.raiseError({.message = "the null data model has no arrays", .place = place});
        return false;
    }
    const auto count = session->beginForeach(loop.array.number);
    if (!count) {
        m_machine.raise(count.error(), place);
        return false;
    }
    const bool ranAll = runPasses(loop, *count);
    session->endForeach();
    return ranAll;
}

bool ContentRunner::runPasses(const Foreach& loop, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        if (++m_elements > kMostContent) {
            m_machine.breach(fmt::format("more than {} elements ran in one turn", kMostContent), loop.array.place);
            return false;
        }
        const auto stepped = m_machine.session()->stepForeach(i, loop.item, loop.index);
        if (!check(stepped, loop.array.place) || !runBlock(loop.block)) return false;
    }
    return true;
}

} // namespace signalbox
