#pragma once

#include "engine/scxml/reader/reader.h"

#include <cstddef>
#include <string>
#include <vector>

namespace signalbox::scxml {

inline constexpr std::size_t kMostDiagnostics = 1'000;

// Collects what is wrong with one definition and the files that it names.
class Report {
public:
    explicit Report(std::string file) : m_file(std::move(file)) {}

    void error(SourcePlace place, std::string message) { add(Severity::Error, place, std::move(message)); }
    void warning(SourcePlace place, std::string message) { add(Severity::Warning, place, std::move(message)); }

    [[nodiscard]] bool hasErrors() const { return m_errorCount > 0; }
    // In order of place; of more than kMostDiagnostics the errors come before the warnings, and a last one tells how
    // many are left out. Ends the collecting.
    [[nodiscard]] std::vector<SourceDiagnostic> take();

private:
    void add(Severity severity, SourcePlace place, std::string message);

    std::string m_file;
    std::vector<SourceDiagnostic> m_errors;
    std::vector<SourceDiagnostic> m_warnings;
    std::size_t m_errorCount = 0;
    std::size_t m_warningCount = 0;
};

} // namespace signalbox::scxml
