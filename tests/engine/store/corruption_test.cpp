#include "engine/store/sqlite/watermark.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <tuple>

// Damage at random to the files of a store: whatever is read back is what was acknowledged, or the damage is told.

namespace signalbox {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPage = 4096;
constexpr std::array kSuffixes{"", "-wal", ".watermark"};

using Image = std::map<std::string, std::string>; // content of each file by its suffix

// All that a store answers. Told: something was noticed instead.
struct Contents {
    std::vector<std::string> definitions;
    std::vector<WorkflowRecord> workflows; // with their data
    std::vector<ChangeRecord> changes;
    std::vector<ChangeRecord> histories;
    std::vector<std::tuple<EffectId, EffectRequest, EffectStatus, EffectProgress>> effects;
    std::vector<EffectId> failedEffects;
    std::vector<std::pair<WorkflowKey, TimerRequest>> timers;
    std::vector<std::optional<std::string>> ids;
    std::uint64_t pendingEffects = 0;

    bool operator==(const Contents&) const = default;
};

// Reads everything; an Error is what was noticed.
class ReadAll {
public:
    explicit ReadAll(SqliteStore& store) : m_store(store) {}

    Result<Contents> run() {
        for (const auto& step :
             {&ReadAll::readDefinitions, &ReadAll::readWorkflows, &ReadAll::readLog, &ReadAll::readRest})
            if (Status done = (this->*step)(); !done) return std::unexpected(done.error());
        return std::move(m_all);
    }

private:
    Status readDefinitions() {
        const auto known = m_store.definitions();
        if (!known) return std::unexpected(known.error());
        for (const DefinitionRecord& definition : *known)
            m_all.definitions.push_back(definition.name + definition.structure);
        return {};
    }
    Status readWorkflows() {
        std::vector<WorkflowKey> keys;
        const Status listed =
            m_store.forEachWorkflow([&](const WorkflowRecord& record) { keys.push_back(record.key); });
        if (!listed) return listed;
        for (const WorkflowKey key : keys) {
            const auto record = m_store.load(key);
            if (!record) return std::unexpected(record.error());
            if (*record) m_all.workflows.push_back(**record);
        }
        return {};
    }
    Status readLog() {
        const Seq last = m_store.identity().lastSeq;
        for (Seq after; after < last;) {
            auto changes = m_store.changesAfter(after, 50);
            if (!changes) return std::unexpected(changes.error());
            if (changes->empty()) return {}; // fewer than there are: not what was acknowledged
            after = changes->back().seq;
            std::ranges::move(*changes, std::back_inserter(m_all.changes));
        }
        for (const WorkflowRecord& workflow : m_all.workflows) {
            auto history = m_store.changesBack(workflow.lastChange, 100);
            if (!history) return std::unexpected(history.error());
            std::ranges::move(*history, std::back_inserter(m_all.histories));
        }
        return {};
    }
    Status readRest() {
        std::vector<Seq> seqs;
        for (const ChangeRecord& change : m_all.changes)
            seqs.push_back(change.seq);
        const auto effects = m_store.effectsOf(seqs);
        if (!effects) return std::unexpected(effects.error());
        for (const EffectRecord& effect : *effects)
            m_all.effects.emplace_back(effect.id(), effect.effect, effect.status, effect.progress);
        const auto failed = m_store.openEffects(EffectStatus::Failed, {}, 1000);
        if (!failed) return std::unexpected(failed.error());
        for (const EffectRecord& effect : *failed)
            m_all.failedEffects.push_back(effect.id());
        const auto timers = m_store.timers();
        if (!timers) return std::unexpected(timers.error());
        for (const TimerRecord& timer : *timers)
            m_all.timers.emplace_back(timer.workflow, timer.timer);
        const auto pending = m_store.effectCount(EffectStatus::Pending);
        if (!pending) return std::unexpected(pending.error());
        m_all.pendingEffects = *pending;
        for (std::uint64_t key = 1; key <= m_store.identity().lastKey.value(); ++key) {
            auto id = m_store.idOf(WorkflowKey(key));
            if (!id) return std::unexpected(id.error());
            m_all.ids.push_back(*std::move(id));
        }
        return {};
    }

    SqliteStore& m_store;
    Contents m_all;
};

class CorruptionTest : public StoreTest {
protected:
    void SetUp() override {
        open();
        for (const char* name : {"bug", "claim"})
            ASSERT_TRUE(store().putDefinition({.key = {},
                                               .name = name,
                                               .version = 1,
                                               .hash = "h",
                                               .structure = std::string(6000, 's'),
                                               .installed = m_clock.now()}));
        live(1, 12);
        m_early = image();
        for (std::uint64_t part = 0; part < 3; ++part) {
            m_clock.advance(std::chrono::seconds(1));
            store().idle(); // the log goes into the file, and another one starts
            live(100 * (part + 1), 6);
        }
        m_killed = image();
        m_truth = ReadAll(store()).run().value();
        close();
        m_closed = image();
        makeForeign();
    }

    // Some workflows with all that they may have; the last one is removed.
    void live(std::uint64_t firstKey, std::uint64_t count) {
        for (std::uint64_t key = firstKey; key < firstKey + count; ++key) {
            m_clock.advance(std::chrono::seconds(1));
            TurnWrite turn = created(key);
            turn.effects = {{.kind = EffectKind::Mail, .payload = Json{{"to", "sue"}, {"text", "Look at it"}}}};
            turn.timersSet = {{.name = "t",
                               .due = m_clock.now(),
                               .trigger = TriggerIndex(1),
                               .scope = StateIndex(static_cast<std::uint32_t>(key))}};
            ASSERT_TRUE(commit(turn));
            for (std::uint32_t i = 0; i < key % 5; ++i) {
                turn = fired(turn.after, 1 + i % 2);
                if (i == 0) turn.effectUpdates = {failed(turn.change.previous)};
                ASSERT_TRUE(commit(turn));
            }
            if (key != firstKey + count - 1) continue;
            TurnWrite remove = removed(turn.after);
            ASSERT_TRUE(commit(remove));
        }
    }
    [[nodiscard]] EffectUpdate failed(Seq asked) const {
        EffectUpdate update{.effect = {.change = asked, .ordinal = 0}, .status = EffectStatus::Failed, .progress = {}};
        update.progress.attempts = 3;
        update.progress.lastAttempt = m_clock.now();
        update.progress.response = "mailbox full";
        return update;
    }
    void makeForeign() {
        const std::string file = m_dir.file("foreign");
        auto other = SqliteStore::open(file, {}, m_clock);
        for (std::uint64_t key = 1; key < 20; ++key) {
            TurnWrite turn = created(key);
            ASSERT_TRUE((*other)->commit(std::span(&turn, 1), {}));
        }
        m_foreign = image(file);
    }

    [[nodiscard]] static std::string contentOf(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    [[nodiscard]] Image image(std::string file = {}) const {
        if (file.empty()) file = path();
        Image files;
        for (const char* suffix : kSuffixes)
            if (fs::exists(file + suffix)) files[suffix] = contentOf(file + suffix);
        return files;
    }
    void put(const Image& files) {
        for (const char* suffix : {"", "-wal", "-shm", ".watermark"})
            fs::remove(path() + suffix);
        for (const auto& [suffix, content] : files)
            std::ofstream(path() + suffix, std::ios::binary) << content;
    }

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random); }

    // One of the store's files that has something in it.
    std::string& anyFile(Image& files) {
        for (;;) {
            const auto found = files.find(below(8) == 0 ? ".watermark" : below(2) == 0 ? "-wal" : "");
            if (found != files.end() && !found->second.empty()) return found->second;
        }
    }
    void flip(std::string& content) {
        const std::size_t at = below(content.size());
        content[at] = static_cast<char>(content[at] ^ static_cast<char>(1U << below(8)));
    }
    void zero(std::string& content) {
        const std::size_t page = below((content.size() + kPage - 1) / kPage);
        const std::size_t end = std::min(content.size(), (page + 1) * kPage);
        std::fill(content.begin() + static_cast<std::ptrdiff_t>(page * kPage),
                  content.begin() + static_cast<std::ptrdiff_t>(end), '\0');
    }
    // Returns: what was done, for the message of a failure.
    std::string harm(Image& files) {
        switch (below(9)) {
        case 0:
        case 1:
            flip(anyFile(files));
            return "a bit is flipped";
        case 2: {
            std::string& content = anyFile(files);
            for (int i = 0; i < 20; ++i)
                flip(content);
            return "20 bits are flipped";
        }
        case 3:
            zero(anyFile(files));
            return "a page is zeroed";
        case 4: {
            std::string& content = anyFile(files);
            content.resize(below(content.size()));
            return "a file is cut";
        }
        case 5:
            files.erase("-wal");
            return "the log is gone";
        case 6:
            files["-wal"] = below(2) == 0 ? m_foreign["-wal"] : m_early["-wal"];
            return "the log is another one";
        case 7:
            files[""] = below(2) == 0 ? m_foreign[""] : m_early[""];
            return "the file is another one";
        default:
            files = below(2) == 0 ? m_early : m_foreign;
            files[".watermark"] = m_killed[".watermark"];
            return "file and log are others";
        }
    }

    void round(unsigned seed) {
        m_random.seed(seed);
        Image files = below(2) == 0 ? m_killed : m_closed;
        const std::string what = harm(files);
        SCOPED_TRACE("seed " + std::to_string(seed) + ": " + what);
        put(files);
        judge(files);
    }
    void judge(const Image& harmed) {
        auto opened = SqliteStore::open(path(), {}, m_clock);
        Result<Contents> all = opened ? ReadAll(**opened).run() : std::unexpected(opened.error());
        if (!all) {
            ++m_told[std::string(name(all.error().code))];
            opened = std::unexpected(all.error()); // closes it
            const Image after = image();
            for (const char* suffix : {"", "-wal"})
                EXPECT_TRUE(!harmed.contains(suffix) ||
                            (after.contains(suffix) && after.at(suffix) == harmed.at(suffix)))
                    << "what is damaged is left as it is: " << suffix;
            return;
        }
        ++m_told["harmless"];
        EXPECT_TRUE(*all == m_truth) << "silently wrong";
        goOn(**opened);
    }
    // What was harmless stays so when the store is written to.
    void goOn(SqliteStore& opened) {
        WorkflowRecord record = m_truth.workflows.front();
        TurnWrite turn = fired(record, 1);
        EXPECT_TRUE(opened.commit(std::span(&turn, 1), {}));
        const auto after = ReadAll(opened).run();
        ASSERT_TRUE(after) << after.error().message;
        EXPECT_EQ(after->changes.size(), m_truth.changes.size() + 1);
        EXPECT_TRUE(std::equal(m_truth.changes.begin(), m_truth.changes.end(), after->changes.begin()));
    }

    std::mt19937 m_random;
    Image m_early;   // of a process that was killed some checkpoints before
    Image m_killed;  // of one that was killed at the end
    Image m_closed;  // of one that ended
    Image m_foreign; // of another store
    Contents m_truth;
    std::map<std::string, int> m_told;
};

int rounds() {
    const char* wanted = std::getenv("SIGNALBOX_CORRUPTION_ROUNDS");
    return wanted != nullptr ? std::atoi(wanted) : 150;
}

TEST_F(CorruptionTest, IsToldOrHarmlessAndLeavesTheFilesAsTheyAre) {
    const char* first = std::getenv("SIGNALBOX_CORRUPTION_SEED");
    const unsigned start = first != nullptr ? static_cast<unsigned>(std::atoi(first)) : 1;
    for (unsigned seed = start; seed < start + static_cast<unsigned>(rounds()) && !HasFailure(); ++seed)
        round(seed);
    for (const auto& [what, count] : m_told)
        RecordProperty(what, count);
    EXPECT_GT(m_told["harmless"] + m_told["Corrupt"] + m_told["DataLoss"], 0);
}

} // namespace
} // namespace signalbox
