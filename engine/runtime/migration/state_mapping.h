#pragma once

#include "engine/base/error.h"
#include "engine/chart/structure.h"

#include <map>
#include <optional>
#include <string>

namespace signalbox {

// Where the states of one version of a definition are in another: those of the same name, unless it is said otherwise.
class StateMapping {
public:
    using Names = std::map<std::string, std::string>;

    // `names`: from a state of `from` to one of `to`.
    // Errors: InvalidArgument for a name that its version does not have, or that is a history state there.
    // Lifetime: the structures and the names outlive it.
    [[nodiscard]] static Result<StateMapping> make(const ChartStructure& from, const ChartStructure& to,
                                                   const Names& names);

    // None: it has no place there. A history state's is one of its kind, any other's is not.
    [[nodiscard]] std::optional<StateIndex> find(StateIndex state) const;

private:
    StateMapping(const ChartStructure& from, const ChartStructure& to, const Names& names)
        : m_from(&from)
        , m_to(&to)
        , m_names(&names) {}

    const ChartStructure* m_from;
    const ChartStructure* m_to;
    const Names* m_names;
};

} // namespace signalbox
