#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// The arrows of the architecture, as what each folder may include. A new arrow is a design decision: README's
// architecture section first, then the table in include_rules.cpp.
class IncludeRules {
public:
    // `widgetsFolder`: where the headers of Qt Widgets lie; empty when the desktop is not built.
    explicit IncludeRules(std::string widgetsFolder) : m_widgetsFolder(std::move(widgetsFolder)) {}

    // What is wrong with the includes of one file, a sentence each, in the order of the lines.
    // Requires: `path` is relative to the root of the sources.
    [[nodiscard]] std::vector<std::string> violations(std::string_view path, std::string_view text) const;

private:
    [[nodiscard]] bool isOfWidgets(std::string_view header) const;

    std::string m_widgetsFolder;
};

// Whether the root of the sources may hold a file or folder of this name.
[[nodiscard]] bool mayStandAtTheRoot(std::string_view name);

} // namespace signalbox
