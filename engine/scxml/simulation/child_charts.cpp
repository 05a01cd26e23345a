#include "engine/scxml/simulation/child_charts.h"

#include "engine/chart/statechart/processors.h"
#include "engine/scxml/compiler.h"
#include "engine/scxml/reader/package_files.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox::scxml {
namespace {

std::string firstError(const CompileResult& result) {
    const auto error = std::ranges::find(result.diagnostics, Severity::Error, &SourceDiagnostic::severity);
    return error == result.diagnostics.end() ? "it has no chart" : format(*error);
}

} // namespace

Result<ChartPtr> ChildCharts::chartFor(const InvokeRequest& request) {
    if (!isStatechartType(request.type))
        return fail(ErrorCode::InvalidArgument, fmt::format("invoke '{}' has type '{}'", request.id, request.type),
                    "Only SCXML can be invoked.");
    auto document = documentOf(request);
    if (!document) return std::unexpected(std::move(document).error());
    if (const auto known = m_byDocument.find(*document); known != m_byDocument.end()) return known->second;

    const CompileResult result = compile(
        *document,
        {.file = request.source.empty() ? request.id : request.source, .package = m_package, .findSyntaxFault = {}});
    if (!result.chart)
        return fail(ErrorCode::InvalidDefinition, fmt::format("invoke '{}': {}", request.id, firstError(result)));
    m_byDocument.emplace(*std::move(document), result.chart);
    return result.chart;
}

Result<std::string> ChildCharts::documentOf(const InvokeRequest& request) const {
    if (request.source.empty()) return request.document;
    auto text = PackageFiles(m_package).read(request.source);
    if (!text) return fail(ErrorCode::NotFound, std::move(text).error());
    return *std::move(text);
}

} // namespace signalbox::scxml
