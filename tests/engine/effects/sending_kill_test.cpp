#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/child_process.h"
#include "tests/support/receivers.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace signalbox {
namespace {

std::set<std::string> keysInStore(const std::string& file) {
    const SystemClock clock;
    const auto store = SqliteStore::open(file, {}, clock).value();
    std::set<std::string> keys;
    for (Seq after; after < store->identity().lastSeq;) {
        const auto changes = store->changesAfter(after, 1000).value();
        std::vector<Seq> seqs;
        for (const ChangeRecord& change : changes)
            seqs.push_back(change.seq);
        after = seqs.back();
        const auto effects = store->effectsOf(seqs).value();
        for (const EffectRecord& effect : effects) {
            EXPECT_EQ(effect.status, EffectStatus::Sent) << text(effect.id());
            keys.insert(fmt::format("{}-{}", store->identity().id, text(effect.id())));
        }
    }
    return keys;
}

// The process dies while it answers, asks, records: wherever the arrival of a request finds it.
TEST(SendingKillTest, LosesNothingAndAsksForNothingThatIsInNoTurn) {
    constexpr const char* kMany = "40";
    const TempDir folder;
    const std::string file = folder.file("store.db");
    HttpReceiver receiver;
    std::set<std::string> arrived;
    const auto take = [&] {
        const Json request = receiver.next();
        arrived.insert(request["headers"]["idempotency-key"].get<std::string>());
        return request["path"] == "/last";
    };
    for (const int awaited : {1, 2, 3, 5, 8, 13, 21, 34}) {
        ChildProcess courier({SIGNALBOX_COURIER_PROGRAM, file, receiver.address(), kMany});
        for (int i = 0; i < awaited; ++i)
            take();
        courier.killHard();
    }
    // One dies with all its requests unanswered.
    receiver.setModes({"slow"});
    {
        ChildProcess courier({SIGNALBOX_COURIER_PROGRAM, file, receiver.address(), kMany});
        take();
        courier.killHard();
    }
    receiver.setModes({"ok"});
    ChildProcess courier({SIGNALBOX_COURIER_PROGRAM, file, receiver.address(), "0"});
    while (!take()) {
    }
    EXPECT_EQ(courier.wait(), 0);
    EXPECT_EQ(arrived, keysInStore(file));
}

} // namespace
} // namespace signalbox
