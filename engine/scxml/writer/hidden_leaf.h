#pragma once

#include "engine/chart/structure.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::scxml {

// A transition of the encoding. States are numbered as in the structure; hidden leaves come behind them.
struct EncodedTransition {
    std::uint32_t source = 0;
    TransitionIndex origin;
    std::optional<std::uint32_t> target; // none: nothing is left or entered
    bool isInternal = false;
    bool isClosed = false;  // never taken: what decides is code
    std::string guard;      // description of that code
    bool isBarrier = false; // keeps inherited transitions out, which the chart would not take
};

// The hidden-leaf encoding of a chart of the stateless profile: where SCXML's rules lead to the same state, leaving and
// entering the same states, as the chart's own do. See exportChart().
class HiddenLeafEncoding {
public:
    explicit HiddenLeafEncoding(const ChartStructure& structure);

    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(m_owners.size()); }
    [[nodiscard]] bool isHidden(std::uint32_t state) const { return state >= m_structure.states.size(); }
    // Of a hidden leaf: the state that it stands for; otherwise the state itself.
    [[nodiscard]] std::uint32_t ownerOf(std::uint32_t state) const { return m_owners[state]; }
    [[nodiscard]] std::optional<std::uint32_t> parentOf(std::uint32_t state) const;
    [[nodiscard]] std::optional<std::uint32_t> initialOf(std::uint32_t state) const;
    // A final state inside another one, which stands at the top.
    [[nodiscard]] bool isHoisted(std::uint32_t state) const;
    [[nodiscard]] std::uint32_t start() const;

    // By source and trigger, each in the order in which they are to be asked.
    [[nodiscard]] std::vector<EncodedTransition> transitions() const;

private:
    using Numbers = std::vector<std::uint32_t>;

    [[nodiscard]] bool isLeaf(std::uint32_t state) const { return isHidden(state) || !m_hasChildren[state]; }
    [[nodiscard]] bool isBelow(std::uint32_t state, std::uint32_t ancestor) const;
    [[nodiscard]] std::uint32_t lastOf(std::uint32_t state) const;
    [[nodiscard]] bool endsInHoisted(std::uint32_t state) const { return isHoisted(lastOf(state)); }
    [[nodiscard]] std::uint32_t landing(std::uint32_t target) const;
    [[nodiscard]] std::uint32_t completion(std::uint32_t active) const;
    [[nodiscard]] Numbers declared(std::uint32_t state, std::uint32_t trigger) const;
    // The transitions that are asked in a state, its ancestors' included, up to one that is taken in any case.
    [[nodiscard]] Numbers reachable(std::uint32_t state, std::uint32_t trigger) const;
    // Those that are to stand in a state: its own, or all that are asked there, if one differs there.
    [[nodiscard]] Numbers written(std::uint32_t state, std::uint32_t trigger) const;
    [[nodiscard]] bool differsAt(std::uint32_t state, std::uint32_t transition) const;
    [[nodiscard]] bool isBarred(const TransitionStructure& transition) const;
    void encode(std::uint32_t state, std::uint32_t transition, std::vector<EncodedTransition>& result) const;
    void encodeDynamic(EncodedTransition row, std::vector<EncodedTransition>& result) const;
    void aim(EncodedTransition& row, std::uint32_t target) const;

    const ChartStructure& m_structure;
    std::vector<bool> m_hasChildren;                  // hoisted ones are none
    std::vector<std::optional<std::uint32_t>> m_rest; // by state: its hidden leaf
    Numbers m_owners;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Numbers> m_declared; // transitions by source and trigger
};

} // namespace signalbox::scxml
