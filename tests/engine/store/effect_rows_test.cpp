// What becomes of effects, as both stores keep it.

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/restore.h"
#include "engine/store/sqlite/row_codec.h"
#include "engine/store/sqlite/statement.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/memory_store.h"

#include <gmock/gmock.h>

#include <array>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// With every member off its first value.
EffectProgress fullProgress(Time now) {
    return {.attempts = 3,
            .lastAttempt = now,
            .nextAttempt = now + std::chrono::minutes{1},
            .failures = {{.at = now, .error = "connection refused", .status = 0},
                         {.at = now, .error = "zu früh", .status = 503}},
            .status = 503,
            .response = R"({"later": "ja, später"})",
            .isResponseCut = true,
            .request = Json{{"headers", {{"Authorization", "***"}}}, {"n", -7}, {"x", 1.5}},
            .repliedAt = now - std::chrono::hours{1}};
}

EffectProgress tried(std::uint32_t attempts, std::uint32_t status = 0) {
    EffectProgress progress;
    progress.attempts = attempts;
    progress.status = status;
    return progress;
}

class EffectRows : public StoreTest {
protected:
    EffectRows() { open(); }

    // Creates workflow `key` in both stores, with mails.
    WorkflowRecord mailed(std::uint64_t key, std::size_t count) {
        TurnWrite turn = created(key);
        turn.effects.assign(count, {.kind = EffectKind::Mail, .payload = Json{{"to", "sue"}}});
        commitToBoth(turn);
        return turn.after;
    }
    void commitToBoth(TurnWrite& turn) {
        TurnWrite same = turn;
        ASSERT_TRUE(m_memory.commit(std::span(&same, 1), {}));
        const Status done = commit(turn);
        ASSERT_TRUE(done) << done.error().message;
    }
    void updateBoth(const EffectUpdate& update) {
        ASSERT_TRUE(m_memory.commit({}, std::span(&update, 1)));
        const Status done = store().commit({}, std::span(&update, 1));
        ASSERT_TRUE(done) << done.error().message;
    }
    [[nodiscard]] static EffectUpdate becoming(EffectId effect, EffectStatus status, EffectProgress progress = {}) {
        return {.effect = effect, .status = status, .progress = std::move(progress)};
    }
    [[nodiscard]] static EffectId id(std::uint64_t change, std::uint32_t ordinal) {
        return {.change = Seq(change), .ordinal = ordinal};
    }
    [[nodiscard]] EffectRecord effect(EffectId id) { return store().effects(std::array{id}).value().at(0); }
    [[nodiscard]] static std::vector<EffectId> idsOf(const std::vector<EffectRecord>& effects) {
        std::vector<EffectId> ids;
        for (const EffectRecord& each : effects)
            ids.push_back(each.id());
        return ids;
    }
    // As both stores have it.
    [[nodiscard]] std::vector<EffectId> openEffects(EffectStatus status, EffectId after = {},
                                                    std::uint32_t limit = 100) {
        const auto ids = idsOf(store().openEffects(status, after, limit).value());
        EXPECT_EQ(idsOf(m_memory.openEffects(status, after, limit).value()), ids);
        return ids;
    }
    void meddle(const char* sql) {
        close();
        {
            Database database;
            ASSERT_TRUE(database.open(path(), {}));
            const Status done = database.run(sql);
            ASSERT_TRUE(done) << done.error().message;
        }
        open();
    }
    static void expectCorrupt(const auto& result, const std::string& words) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::Corrupt) << result.error().message;
        EXPECT_THAT(result.error().message, HasSubstr(words));
    }

    MemoryStore m_memory;
};

TEST_F(EffectRows, ProgressIsReadAsItWasWritten) {
    mailed(1, 2);
    const EffectProgress progress = fullProgress(m_clock.now());
    updateBoth(becoming(id(1, 1), EffectStatus::Failed, progress));
    open();
    for (signalbox::Store* const each : std::initializer_list<signalbox::Store*>{&store(), &m_memory}) {
        const auto effects = each->effectsOf(std::array{Seq(1)});
        ASSERT_TRUE(effects) << effects.error().message;
        EXPECT_EQ(effects->at(0).status, EffectStatus::Pending);
        EXPECT_EQ(effects->at(0).progress, EffectProgress{});
        EXPECT_EQ(effects->at(1).status, EffectStatus::Failed);
        EXPECT_EQ(effects->at(1).progress, progress);
        EXPECT_EQ(effects->at(1).effect.payload, (Json{{"to", "sue"}}));
        EXPECT_EQ(effects->at(1).workflow, WorkflowKey(1));
    }
    EXPECT_TRUE(store().verify());
}

TEST_F(EffectRows, ProgressMayGoAgain) {
    mailed(1, 1);
    updateBoth(becoming(id(1, 0), EffectStatus::Failed, fullProgress(m_clock.now())));
    updateBoth(becoming(id(1, 0), EffectStatus::Pending));
    open();
    EXPECT_EQ(effect(id(1, 0)).progress, EffectProgress{});
    EXPECT_EQ(effect(id(1, 0)).status, EffectStatus::Pending);
}

TEST_F(EffectRows, UpdateOfATurnIsOfItsTransaction) {
    const WorkflowRecord first = mailed(1, 1);
    TurnWrite turn = fired(first, 1);
    turn.effectUpdates = {becoming(id(1, 0), EffectStatus::Sent, tried(1, 202))};
    commitToBoth(turn);
    open();
    EXPECT_EQ(effect(id(1, 0)).status, EffectStatus::Sent);
    EXPECT_EQ(m_memory.effects(std::array{id(1, 0)})->at(0).status, EffectStatus::Sent);
    TurnWrite stale = fired(first, 2);
    stale.effectUpdates = {becoming(id(1, 0), EffectStatus::Failed)};
    EXPECT_FALSE(commit(stale));
    EXPECT_EQ(effect(id(1, 0)).status, EffectStatus::Sent);
}

TEST_F(EffectRows, UpdateMayBeOfAnotherWorkflowsEffect) {
    mailed(1, 1);
    const WorkflowRecord receiver = mailed(2, 0);
    TurnWrite turn = fired(receiver, 1);
    turn.effectUpdates = {becoming(id(1, 0), EffectStatus::Sent)};
    commitToBoth(turn);
    EXPECT_EQ(effect(id(1, 0)).status, EffectStatus::Sent);
    EXPECT_EQ(effect(id(1, 0)).workflow, WorkflowKey(1));
}

TEST_F(EffectRows, UpdatesGoWithTurnsInOneCommit) {
    mailed(1, 2);
    TurnWrite turn = created(2);
    turn.effects = {{.kind = EffectKind::Mail, .payload = Json::object()}};
    const std::array updates{becoming(id(1, 0), EffectStatus::Failed), becoming(id(1, 1), EffectStatus::Sent)};
    ASSERT_TRUE(m_memory.commit(std::span(&turn, 1), updates));
    ASSERT_TRUE(store().commit(std::span(&turn, 1), updates));
    EXPECT_THAT(openEffects(EffectStatus::Pending), ElementsAre(id(2, 0)));
    EXPECT_THAT(openEffects(EffectStatus::Failed), ElementsAre(id(1, 0)));
}

TEST_F(EffectRows, UpdateWithoutATurnLeavesTheLogAsItIs) {
    const WorkflowRecord before = mailed(1, 1);
    updateBoth(becoming(id(1, 0), EffectStatus::Sent));
    EXPECT_EQ(store().identity().lastSeq, Seq(1));
    TurnWrite turn = fired(before, 1);
    ASSERT_TRUE(commit(turn));
    EXPECT_EQ(turn.change.seq, Seq(2));
    open();
    EXPECT_EQ(store().verify().value().lastSeq, Seq(2));
    EXPECT_TRUE(store().commit({}, {})) << "nothing at all";
}

TEST_F(EffectRows, UpdateOfAnEffectThatIsNotThereWritesNothing) {
    mailed(1, 1);
    TurnWrite turn = created(2);
    const std::array updates{becoming(id(1, 0), EffectStatus::Sent), becoming(id(1, 1), EffectStatus::Sent)};
    const Status done = store().commit(std::span(&turn, 1), updates);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Internal);
    EXPECT_THAT(done.error().message, HasSubstr("effect 1.1"));
    EXPECT_EQ(effect(id(1, 0)).status, EffectStatus::Pending);
    EXPECT_EQ(store().load(WorkflowKey(2)).value(), std::nullopt);
    EXPECT_EQ(store().refusal(), std::nullopt);
}

TEST_F(EffectRows, AreFoundInTheOrderAskedFor) {
    mailed(1, 2);
    mailed(2, 1);
    const std::array ids{id(2, 0), id(9, 0), id(1, 1), id(1, 2), id(1, 0)};
    const auto found = store().effects(ids);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(idsOf(*found), ElementsAre(id(2, 0), id(1, 1), id(1, 0)));
    EXPECT_EQ(idsOf(m_memory.effects(ids).value()), idsOf(*found));
}

TEST_F(EffectRows, OpenOnesAreReadPageByPage) {
    for (std::uint64_t key = 1; key <= 3; ++key)
        mailed(key, 2);
    updateBoth(becoming(id(1, 1), EffectStatus::Sent));
    updateBoth(becoming(id(2, 0), EffectStatus::Failed));
    updateBoth(becoming(id(3, 1), EffectStatus::Failed));
    EXPECT_THAT(openEffects(EffectStatus::Pending), ElementsAre(id(1, 0), id(2, 1), id(3, 0)));
    EXPECT_THAT(openEffects(EffectStatus::Pending, {}, 2), ElementsAre(id(1, 0), id(2, 1)));
    EXPECT_THAT(openEffects(EffectStatus::Pending, id(2, 1), 2), ElementsAre(id(3, 0)));
    EXPECT_THAT(openEffects(EffectStatus::Pending, id(3, 0)), IsEmpty());
    EXPECT_THAT(openEffects(EffectStatus::Failed), ElementsAre(id(2, 0), id(3, 1)));
    EXPECT_THAT(openEffects(EffectStatus::Failed, id(2, 0)), ElementsAre(id(3, 1)));
    for (const auto& [status, count] : {std::pair{EffectStatus::Pending, 3U}, std::pair{EffectStatus::Sent, 1U},
                                        std::pair{EffectStatus::Failed, 2U}, std::pair{EffectStatus::Discarded, 0U}}) {
        EXPECT_EQ(store().effectCount(status).value(), count);
        EXPECT_EQ(m_memory.effectCount(status).value(), count);
    }
}

TEST_F(EffectRows, OfARemovedWorkflowAreSentUnlessTheyHaveFailed) {
    const WorkflowRecord before = mailed(1, 3);
    updateBoth(becoming(id(1, 1), EffectStatus::Failed, fullProgress(m_clock.now())));
    updateBoth(becoming(id(1, 2), EffectStatus::Sent));
    TurnWrite remove = removed(before);
    remove.after.revision = Revision(1);
    commitToBoth(remove);
    EXPECT_THAT(openEffects(EffectStatus::Pending), ElementsAre(id(1, 0)));
    EXPECT_THAT(openEffects(EffectStatus::Failed), IsEmpty());
    for (signalbox::Store* const each : std::initializer_list<signalbox::Store*>{&store(), &m_memory}) {
        const auto effects = each->effectsOf(std::array{Seq(1)}).value();
        EXPECT_EQ(effects[1].status, EffectStatus::Discarded);
        EXPECT_EQ(effects[1].progress, fullProgress(m_clock.now())) << "what was tried stays";
        EXPECT_EQ(effects[2].status, EffectStatus::Sent);
    }
    updateBoth(becoming(id(1, 0), EffectStatus::Sent));
    EXPECT_TRUE(store().verify());
}

TEST_F(EffectRows, CrcDetectsAChangedLostOrInventedProgress) {
    for (std::uint64_t key = 1; key <= 3; ++key)
        mailed(key, 1);
    for (const std::uint64_t change : {1U, 2U})
        updateBoth(becoming(id(change, 0), EffectStatus::Failed, tried(3)));
    meddle("UPDATE effect SET delivery = CASE change"
           " WHEN 1 THEN x'A168617474656D70747304' WHEN 2 THEN NULL ELSE x'A0' END");
    for (const std::uint64_t change : {1U, 2U, 3U}) {
        const std::string name = "effect " + std::to_string(change) + "/0";
        expectCorrupt(store().effects(std::array{id(change, 0)}), name);
        expectCorrupt(store().effectsOf(std::array{Seq(change)}), name);
    }
    expectCorrupt(store().openEffects(EffectStatus::Failed, {}, 10), "effect 1/0");
    expectCorrupt(store().openEffects(EffectStatus::Pending, {}, 10), "effect 3/0");
    expectCorrupt(store().verify(), "effect 1/0");
    const EffectUpdate update = becoming(id(1, 0), EffectStatus::Sent);
    expectCorrupt(store().commit({}, std::span(&update, 1)), "effect 1/0");
}

// The CRC that FORMAT.md gives a row that has nothing in its late column: that of version 1.
TEST_F(EffectRows, UntouchedOnesKeepTheCrcOfVersion1) {
    mailed(1, 1);
    updateBoth(becoming(id(1, 0), EffectStatus::Failed, tried(3)));
    updateBoth(becoming(id(1, 0), EffectStatus::Pending));
    mailed(2, 1);
    close();
    Database database;
    ASSERT_TRUE(database.open(path(), {}));
    EXPECT_EQ(database.number("SELECT count(*) FROM effect WHERE delivery IS NULL").value(), 2);
    Statement statement(database, "SELECT * FROM effect WHERE change = 2");
    Query query(statement);
    ASSERT_TRUE(query.next().value());
    RowBytes bytes;
    RowReader row(query, bytes);
    constexpr int kCrcColumn = 6;
    for (int column = 0; column < kCrcColumn; ++column)
        row.skip();
    EXPECT_EQ(query.integer(kCrcColumn), bytes.crc());
}

TEST_F(EffectRows, KeyOfReplyAddressesComesBackWithABackup) {
    mailed(1, 1);
    const std::string key = store().identity().replyKey;
    const std::string backup = m_dir.file("backup");
    ASSERT_TRUE(store().backup(backup));
    const auto restored = restoreStore(backup, m_dir.file("restored"), m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    const auto opened = SqliteStore::open(m_dir.file("restored"), {}, m_clock);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ((*opened)->identity().replyKey, key);
}

TEST_F(EffectRows, LostOrDamagedKeyOfReplyAddressesIsTold) {
    close();
    {
        Database database;
        ASSERT_TRUE(database.open(path(), {}));
        ASSERT_TRUE(database.run("UPDATE meta SET value = replace(value, '0', '1') || 'x' WHERE name = 'reply_key'"));
    }
    EXPECT_EQ(refusal().code, ErrorCode::Corrupt);
    {
        Database database;
        ASSERT_TRUE(database.open(path(), {}));
        ASSERT_TRUE(database.run("DELETE FROM meta WHERE name = 'reply_key'"));
    }
    EXPECT_EQ(refusal().code, ErrorCode::Corrupt);
    EXPECT_THAT(refusal().message, HasSubstr("the key for reply addresses is missing"));
}

} // namespace
} // namespace signalbox
