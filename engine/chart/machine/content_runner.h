#pragma once

#include "engine/chart/machine/sender.h"

#include <cstddef>

namespace signalbox {

// Runs executable content. An error skips what is left of its block and is queued as an event.
class ContentRunner {
public:
    explicit ContentRunner(Machine& machine) : m_machine(machine), m_sender(machine) {}

    // `owner` is the state that the content belongs to; a transition's source.
    void run(const Block& block, std::uint32_t owner) {
        if (block.empty()) return;
        m_machine.owner = owner;
        static_cast<void>(runBlock(block));
    }
    // Asks a condition for which there is no guard in sight: one that fails is false, and error.execution is raised.
    [[nodiscard]] bool isMet(std::uint32_t condition);
    [[nodiscard]] Sender& sender() { return m_sender; }

private:
    // Whether all of it ran.
    [[nodiscard]] bool runBlock(const Block& block);
    [[nodiscard]] bool runElement(const Raise& raise, SourcePlace place);
    [[nodiscard]] bool runElement(const Log& log, SourcePlace place);
    [[nodiscard]] bool runElement(const Assign& assign, SourcePlace place);
    [[nodiscard]] bool runElement(const RunScript& script, SourcePlace place);
    [[nodiscard]] bool runElement(const If& branches, SourcePlace place);
    [[nodiscard]] bool runElement(const Foreach& loop, SourcePlace place);
    [[nodiscard]] bool runElement(const Send& send, SourcePlace place) { return m_sender.send(send, place); }
    [[nodiscard]] bool runElement(const Cancel& cancel, SourcePlace place) { return m_sender.cancel(cancel, place); }
    [[nodiscard]] bool runPasses(const Foreach& loop, std::size_t count);
    [[nodiscard]] bool check(const ScriptResult<void>& result, SourcePlace place);

    Machine& m_machine;
    Sender m_sender;
    std::size_t m_elements = 0;
};

} // namespace signalbox
