#include "engine/scxml/reader/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace signalbox::scxml {

void Report::add(Severity severity, SourcePlace place, std::string message) {
    const bool isError = severity == Severity::Error;
    ++(isError ? m_errorCount : m_warningCount);
    std::vector<SourceDiagnostic>& list = isError ? m_errors : m_warnings;
    if (list.size() < kMostDiagnostics)
        list.push_back({.severity = severity, .file = m_file, .place = place, .message = std::move(message)});
}

std::vector<SourceDiagnostic> Report::take() {
    std::vector<SourceDiagnostic> all = std::move(m_errors);
    std::ranges::move(m_warnings, std::back_inserter(all));
    if (all.size() > kMostDiagnostics) all.resize(kMostDiagnostics);
    const std::size_t hidden = m_errorCount + m_warningCount - all.size();
    const Severity worst = m_errorCount > kMostDiagnostics ? Severity::Error : Severity::Warning;
    std::ranges::stable_sort(
        all, {}, [](const SourceDiagnostic& each) { return std::tuple(each.place.line, each.place.column); });
    if (hidden > 0)
        all.push_back({.severity = worst,
                       .file = m_file,
                       .place = all.back().place,
                       .message = fmt::format("{} more are not shown: mend these first", hidden)});
    return all;
}

} // namespace signalbox::scxml
