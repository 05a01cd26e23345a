#include "tests/engine/scxml/conformance/w3c_tests.h"

#include "engine/base/json.h"

#include <cstdlib>
#include <fstream>

namespace signalbox::scxml {
namespace {

bool isRun(const Json& test) {
    const std::string group = test["group"];
    return group == "core" || group == "manual";
}

W3cTest testFrom(const Json& json) {
    const std::filesystem::path file(json["file"].get<std::string>());
    const Json& expected = json["expected"];
    W3cTest test{.name = file.parent_path().filename().string() + "_" + file.stem().string(),
                 .file = w3cFolder().parent_path() / file,
                 .finalStates = expected.value("final_states", std::vector<std::string>{}),
                 .mayBeRejected = expected.value("or_rejected", false)};
    if (expected.contains("final_state")) test.finalStates = {expected["final_state"]};
    return test;
}

} // namespace

void PrintTo(const W3cTest& test, std::ostream* out) {
    *out << test.file;
}

std::filesystem::path w3cFolder() {
    if (const char* named = std::getenv("SIGNALBOX_W3C_TESTS")) return named; // NOLINT(concurrency-mt-unsafe)
    return SIGNALBOX_W3C_TESTS;
}

std::vector<W3cTest> w3cTests() {
    std::ifstream file(w3cFolder() / "manifest.json");
    const Json manifest = Json::parse(file, nullptr, false);
    std::vector<W3cTest> tests;
    if (!manifest.is_object()) return tests;
    for (const Json& test : manifest["tests"])
        if (isRun(test)) tests.push_back(testFrom(test));
    return tests;
}

std::string describe(std::span<const SourceDiagnostic> diagnostics) {
    std::string text;
    for (const SourceDiagnostic& diagnostic : diagnostics)
        text += format(diagnostic) + "\n";
    return text;
}

} // namespace signalbox::scxml
