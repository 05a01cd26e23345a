#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/step_result.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace signalbox::scxml {

// The charts of children that a simulated workflow invokes: inline documents, and files of its package. Each is
// compiled once.
class ChildCharts {
public:
    // `package`: the folder that an invoke's src may reach; empty: none.
    explicit ChildCharts(std::filesystem::path package) : m_package(std::move(package)) {}
    ChildCharts() = default;

    // Errors: InvalidDefinition for a document that does not compile; NotFound for a src outside the package or without
    // a file; InvalidArgument for a type that is not SCXML.
    [[nodiscard]] Result<ChartPtr> chartFor(const InvokeRequest& request);

private:
    [[nodiscard]] Result<std::string> documentOf(const InvokeRequest& request) const;

    std::filesystem::path m_package;
    std::map<std::string, ChartPtr> m_byDocument;
};

} // namespace signalbox::scxml
