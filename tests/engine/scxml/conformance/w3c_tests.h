#pragma once

#include "engine/chart/definition_source.h"

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace signalbox::scxml {

// The W3C's tests of its Recommendation, as data beside the project: each is a definition that must end in its state
// "pass".
struct W3cTest {
    std::string name; // "ecmascript_test144"
    std::filesystem::path file;
    std::vector<std::string> finalStates; // one of them must be reached; none: it must be rejected
    bool mayBeRejected = false;           // when it is read
};
void PrintTo(const W3cTest& test, std::ostream* out);

// Where they are: SIGNALBOX_W3C_TESTS of the environment, or as configured. Empty: nowhere.
[[nodiscard]] std::filesystem::path w3cFolder();
// Those that are run: the core group and the manual ones.
[[nodiscard]] std::vector<W3cTest> w3cTests();
inline constexpr std::size_t kW3cTestCount = 188;
// What to tell where there are none.
inline constexpr const char* kNoW3cTests =
    "The W3C's SCXML tests are not part of this project. To run them: put their files and a manifest.json into a folder"
    " and configure with -DSIGNALBOX_W3C_TESTS=FOLDER, or name it in the environment variable SIGNALBOX_W3C_TESTS. They"
    " come from https://www.w3.org/Voice/2013/scxml-irp/.";

// One line a diagnostic.
[[nodiscard]] std::string describe(std::span<const SourceDiagnostic> diagnostics);

} // namespace signalbox::scxml
