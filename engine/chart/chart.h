#pragma once

#include "engine/chart/structure.h"

#include <memory>
#include <string>

namespace signalbox {

// A definition ready to run: its structure, and the guards, selectors and actions behind it, by index. Immutable; made
// by a ChartBuilder, run by step(), asked by explain(). Thread-safety: any thread, if the definition's guards and
// actions are pure, as they must be.
class Chart {
public:
    struct Program; // lookup tables and code: engine/chart/program.h

    Chart(ChartStructure structure, std::unique_ptr<const Program> program);
    ~Chart();
    Chart(const Chart&) = delete;
    Chart& operator=(const Chart&) = delete;

    [[nodiscard]] const ChartStructure& structure() const { return m_structure; }
    [[nodiscard]] const std::string& hash() const { return m_hash; } // contentHash(structure())
    [[nodiscard]] const Program& program() const { return *m_program; }

private:
    ChartStructure m_structure;
    std::string m_hash;
    std::unique_ptr<const Program> m_program;
};

using ChartPtr = std::shared_ptr<const Chart>;

} // namespace signalbox
