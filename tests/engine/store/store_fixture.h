#pragma once

#include "engine/base/clock.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// A store in a folder of its own, and the turns of one imaginary definition to write to it.
class StoreTest : public ::testing::Test {
protected:
    using Mode = SqliteStore::Mode;

    void open(SqliteStore::Options options = {}) {
        m_store.reset();
        auto store = SqliteStore::open(path(), options, m_clock);
        ASSERT_TRUE(store) << store.error().message;
        m_store = std::move(*store);
    }
    void close() { m_store.reset(); }
    [[nodiscard]] Error refusal(SqliteStore::Options options = {}) {
        auto store = SqliteStore::open(path(), options, m_clock);
        return store ? Error{.code = ErrorCode::Internal, .message = "it was opened", .advice = {}} : store.error();
    }

    [[nodiscard]] std::string path() const { return m_dir.file("store.sbx"); }
    [[nodiscard]] SqliteStore& store() { return *m_store; }

    // The turn that creates workflow `key`.
    [[nodiscard]] TurnWrite created(std::uint64_t key, const std::string& id = {}) const {
        TurnWrite turn;
        turn.kind = TurnWrite::Kind::Create;
        turn.after.key = WorkflowKey(key);
        turn.after.id = id.empty() ? "BUG-" + std::to_string(key) : id;
        turn.after.definition = DefinitionKey(1);
        turn.after.snapshot.configuration = {StateIndex(0)};
        turn.after.snapshot.data = std::make_shared<const Json>(Json{{"title", "It crashes"}});
        turn.after.created = turn.after.updated = turn.after.stateSince = m_clock.now();
        fillChange(turn, ChangeKind::Created);
        turn.change.dataChanges = {{.pointer = "", .value = *turn.after.snapshot.data}};
        return turn;
    }
    // The turn that brings `before` to `state`.
    [[nodiscard]] TurnWrite fired(const WorkflowRecord& before, std::uint32_t state) const {
        TurnWrite turn;
        turn.after = before;
        turn.after.revision = Revision(before.revision.value() + 1);
        turn.after.assignee = "sue";
        turn.after.updated = turn.after.stateSince = m_clock.now();
        turn.after.snapshot.configuration = {StateIndex(state)};
        fillChange(turn, ChangeKind::Fired);
        turn.change.previous = before.lastChange;
        turn.change.from = before.snapshot.configuration.front();
        turn.change.trigger = TriggerIndex(2);
        turn.change.arguments = Json{{"assignee", "sue"}};
        turn.change.taken = {{TransitionIndex(3), TriggerIndex(2), *turn.change.from, StateIndex(state)}};
        turn.change.dataChanges = {{.pointer = "/assignee", .value = "sue"}, {.pointer = "/old", .value = {}}};
        turn.change.log = {"assigned to sue"};
        return turn;
    }
    [[nodiscard]] TurnWrite removed(const WorkflowRecord& before) const {
        TurnWrite turn;
        turn.kind = TurnWrite::Kind::Remove;
        turn.after = before;
        fillChange(turn, ChangeKind::Removed);
        turn.change.previous = before.lastChange;
        return turn;
    }

    // The memory of a statechart's workflow that `parent` invoked.
    [[nodiscard]] static std::shared_ptr<const ChartMemory> memoryOfChild(const std::string& parent) {
        ChartMemory memory;
        memory.parentId = parent;
        return std::make_shared<const ChartMemory>(std::move(memory));
    }

    [[nodiscard]] Status commit(TurnWrite& turn) { return store().commit(std::span(&turn, 1), {}); }
    // Creates workflow `key` and fires it `turns` times.  Returns: how it is then.
    WorkflowRecord grow(std::uint64_t key, int turns) {
        TurnWrite turn = created(key);
        EXPECT_TRUE(commit(turn));
        for (int i = 0; i < turns; ++i) {
            turn = fired(turn.after, 1 + static_cast<std::uint32_t>(i % 2));
            EXPECT_TRUE(commit(turn));
        }
        return turn.after;
    }

    TempDir m_dir;
    ManualClock m_clock;

private:
    void fillChange(TurnWrite& turn, ChangeKind kind) const {
        turn.change.workflow = turn.after.key;
        turn.change.definition = turn.after.definition;
        turn.change.revision = turn.after.revision;
        turn.change.at = m_clock.now();
        turn.change.kind = kind;
        turn.change.to = turn.after.snapshot.configuration.front();
        turn.change.assignee = turn.after.assignee;
        turn.change.caller = {.principal = "operator sue", .reason = "because", .requestId = "r-1"};
    }

    std::unique_ptr<SqliteStore> m_store;
};

} // namespace signalbox
