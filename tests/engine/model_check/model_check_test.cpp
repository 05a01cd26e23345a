#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/model_check/random_run.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace signalbox {
namespace {

constexpr int kSteps = 40;
constexpr std::uint64_t kShards = 4; // so that ctest has something to do side by side

// Over all shards; the tests of label `long` ask for more.
std::uint64_t sequences(std::uint64_t usual) {
    const char* asked = std::getenv("SIGNALBOX_MODEL_CHECK_SEQUENCES");
    return asked ? std::stoull(asked) : usual;
}

// What the runs of one test went through, so that none passes by not having met anything.
struct Met {
    int deaths = 0;
    std::size_t changes = 0;
};

void playInto(Met& met, std::uint64_t seed, CrashingStore::Opener open) {
    RandomRun run(seed, std::move(open));
    const std::string wrong = run.play(kSteps);
    ASSERT_EQ(wrong, "") << "seed " << seed;
    met.deaths += run.deaths();
    met.changes += run.changes();
}

class ModelCheck : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(ModelCheck, EngineDoesWhatTheModelSaysThroughFaultsAndDeaths) {
    const std::uint64_t count = sequences(100'000) / kShards;
    Met met;
    for (std::uint64_t run = 0; run < count && !HasFatalFailure(); ++run) {
        const auto kept = std::make_shared<MemoryStore>();
        playInto(met, GetParam() + kShards * run, [kept] { return kept; });
    }
    EXPECT_GT(met.deaths, static_cast<int>(count) / 4);
    EXPECT_GT(met.changes, 2 * count);
}

INSTANTIATE_TEST_SUITE_P(Shard, ModelCheck, ::testing::Range(std::uint64_t{0}, kShards));

TEST(ModelCheckOnDisk, StoreDoesWhatTheModelSaysThroughFaultsAndDeaths) {
    const std::uint64_t count = sequences(100'000) / 1000;
    Met met;
    for (std::uint64_t seed = 0; seed < count && !::testing::Test::HasFatalFailure(); ++seed) {
        const TempDir folder;
        const SystemClock clock;
        playInto(met, seed, [&] {
            return std::shared_ptr<Store>(SqliteStore::open(folder.file("store.sbx"), {}, clock).value());
        });
    }
    EXPECT_GT(met.deaths, 0);
}

} // namespace
} // namespace signalbox
