#include "engine/scxml/compiler.h"
#include "tests/engine/scxml/conformance/stored_run.h"
#include "tests/engine/scxml/conformance/w3c_tests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

// The W3C's tests as workflows of a real store: deployed, created, and run by an engine whose clock is virtual.

namespace signalbox::scxml {
namespace {

class W3cStoreConformance : public testing::TestWithParam<W3cTest> {
protected:
    // Returns: null where the definition was rejected, as it may be.
    std::unique_ptr<StoredRun> expectPass(Between between) const {
        auto run = std::make_unique<StoredRun>(*m_compiler, between);
        const std::string fault = run->deploy(GetParam().file);
        if (!fault.empty()) {
            EXPECT_TRUE(GetParam().finalStates.empty() || GetParam().mayBeRejected) << fault;
            return nullptr;
        }
        run->run();
        if (HasFatalFailure()) return nullptr;
        const std::string state = run->workflow().row.state;
        EXPECT_NE(std::ranges::find(GetParam().finalStates, state), GetParam().finalStates.end())
            << "ends in '" << state << "'\n"
            << run->logs();
        return run;
    }

private:
    const std::unique_ptr<DefinitionCompiler> m_compiler = makeDefinitionCompiler();
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(W3cStoreConformance);

TEST_P(W3cStoreConformance, EndsAsTheRecommendationWants) {
    expectPass(Between::Nothing);
}

TEST_P(W3cStoreConformance, EndsTheSameWhenEveryWorkflowIdlesAsSoonAsItMay) {
    const auto run = expectPass(Between::Idling);
    // One whose next letter is there already stays for it.
    if (run) {
        EXPECT_GE(3 * run->idledCount() + 2, run->turnCount());
    }
}

// The slow ones: only some tests.
class W3cStoreDeaths : public W3cStoreConformance {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(W3cStoreDeaths);

TEST_P(W3cStoreDeaths, EndTheSameWhenTheProcessDiesAfterEveryTurn) {
    expectPass(Between::Death);
}

std::vector<W3cTest> sampled(std::vector<W3cTest> tests, std::size_t nth) {
    std::vector<W3cTest> some;
    for (std::size_t i = 0; i < tests.size(); i += nth)
        some.push_back(std::move(tests[i]));
    return some;
}

const auto kNameOf = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(W3c, W3cStoreConformance, testing::ValuesIn(w3cTests()), kNameOf);
INSTANTIATE_TEST_SUITE_P(W3c, W3cStoreDeaths, testing::ValuesIn(sampled(w3cTests(), 3)), kNameOf);

TEST(W3cStoreConformanceFolder, HasAllTests) {
    if (w3cFolder().empty()) GTEST_SKIP() << kNoW3cTests;
    EXPECT_EQ(kW3cTestCount, w3cTests().size());
}

} // namespace
} // namespace signalbox::scxml
