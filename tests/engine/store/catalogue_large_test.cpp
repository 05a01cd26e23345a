// What only shows with many rows: deep pages, texts that fill blocks, loading in parts.
#include "tests/engine/store/catalogue_fixture.h"
#include "tests/engine/store/store_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace signalbox {
namespace {

class CatalogueLarge : public CatalogueModel {
protected:
    static constexpr std::uint64_t kRows = 12'000;

    void createMany() {
        for (std::uint64_t key = 1; key <= kRows; ++key) {
            WorkflowRecord added = record(key, "w" + std::to_string(key * 7919 % kRows));
            added.created = someTime();
            change(added);
            create(added);
            m_model.rows[key] = {added, false};
        }
        m_key = kRows;
    }
};

TEST_F(CatalogueLarge, PagesDeepInTheListAreThoseOfTheModel) {
    createMany();
    for (int i = 0; i < 500; ++i)
        changeOne();
    for (int round = 0; round < 25; ++round) {
        ListRequest request = someRequest();
        if (round % 2 == 0) request.filter = {};
        const std::vector<WorkflowRow> all = m_model.list(request.filter, request.sort);
        if (!all.empty()) request.locate = {all[below(static_cast<std::uint32_t>(all.size()))].id};
        for (int page = 0; page < 10; ++page) {
            request.start = std::uint64_t{below(kRows + 1000)};
            const ListReply reply = list(request);
            expectPage(reply, all, std::get<std::uint64_t>(request.start), request.limit);
            if (all.empty()) continue;
            EXPECT_EQ(reply.located[0], std::ranges::find(all, request.locate[0], &WorkflowRow::id) - all.begin());
        }
        if (HasFailure()) FAIL() << "round " << round << ", sort " << static_cast<int>(request.sort.key);
    }
}

// Rows of which those that the pass takes as a sample all come first.
TEST_F(CatalogueLarge, MisleadingSampleGivesTheRightPage) {
    std::set<std::uint64_t> sampled;
    for (std::uint64_t i = 1; i <= 4096; ++i)
        sampled.insert((i * 0x9e37'79b9 & 0xffff'ffff) * kRows >> 32);
    ASSERT_GT(sampled.size(), 3000U);
    for (std::uint64_t slot = 0; slot < kRows; ++slot) {
        WorkflowRecord added = record(slot + 1, fmt::format("w{}", slot));
        added.revision = Revision(sampled.contains(slot) ? 0 : 1);
        create(added);
        m_model.rows[slot + 1] = {added, false};
    }
    ListRequest request;
    request.sort = {.key = SortKey::ByRevision, .descending = false};
    const std::vector<WorkflowRow> all = m_model.list({}, request.sort);
    for (const std::uint64_t start : {8'200U, 9'000U, 10'000U, 11'990U}) {
        request.start = start;
        expectPage(list(request), all, start, request.limit);
    }
}

// Of letters with two bytes, too, so that places in the text are not those of characters.
std::string randomText(std::mt19937& random, std::size_t most) {
    static const std::vector<std::string> kLetters{"a", "A", "b", "B", "1", "-", "[", "{", "ä", "Ä", "ж", "\x1f"};
    const std::size_t length = std::uniform_int_distribution<std::size_t>(1, most)(random);
    std::string text;
    while (text.size() < length)
        text += kLetters[std::uniform_int_distribution<std::size_t>(0, kLetters.size() - 1)(random)];
    return text;
}

TEST_F(CatalogueLarge, TextIsFoundInTheIdsThatHaveItAndInNoOthers) {
    std::vector<std::string> ids;
    for (int i = 0; i < 4'000; ++i) {
        // Some are long: together they fill more than a block of the arena.
        const std::string id = randomText(m_random, i % 3 == 0 ? 1'000 : 12);
        if (m_catalogue.find(id)) continue;
        create(record(++m_key, id));
        ids.push_back(id);
    }
    for (int round = 0; round < 300; ++round) {
        const std::string needle = randomText(m_random, 1 + static_cast<std::size_t>(round) % 5);
        const auto hasIt = [&](const std::string& id) { return foldCase(id).contains(foldCase(needle)); };
        const auto expected = static_cast<std::uint64_t>(std::ranges::count_if(ids, hasIt));
        EXPECT_EQ(list(byId([&](auto& request) { request.filter.text = needle; })).total, expected) << needle;
    }
}

class CatalogueLoad : public StoreTest {
protected:
    // Three threads' worth, with gaps, and assignees that the parts of the store do not share.
    void fill() {
        std::vector<TurnWrite> turns;
        for (std::uint64_t key = 1; key <= 9'000; ++key) {
            turns.push_back(created(key));
            turns.back().after.assignee = "person " + std::to_string(key / 1'000);
            turns.back().after.snapshot.configuration = {StateIndex(static_cast<std::uint32_t>(key % 4))};
            turns.back().change.assignee = turns.back().after.assignee;
        }
        ASSERT_TRUE(store().commit(turns, {}));
        for (std::uint64_t key = 5; key < 9'000; key += 997) {
            TurnWrite gone = removed(**store().load(WorkflowKey(key)));
            ASSERT_TRUE(commit(gone));
        }
    }
};

TEST_F(CatalogueLoad, PartsOfTheStoreAddUpToItsRowsByKey) {
    open();
    fill();
    std::vector<WorkflowRecord> all;
    ASSERT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& each) { all.push_back(each); }));
    for (const std::size_t count : {2U, 3U, 5U}) {
        std::vector<std::vector<WorkflowRecord>> parts(count);
        std::vector<WorkflowVisitor> visitors;
        for (auto& part : parts)
            visitors.emplace_back([&part](const WorkflowRecord& each) { part.push_back(each); });
        ASSERT_TRUE(store().visitWorkflows(visitors));
        std::vector<WorkflowRecord> together;
        for (const auto& part : parts) {
            EXPECT_FALSE(part.empty());
            together.insert(together.end(), part.begin(), part.end());
        }
        EXPECT_EQ(together, all);
    }
}

TEST_F(CatalogueLoad, IsAsIfEachRowHadBeenCreated) {
    open();
    fill();
    Catalogue loaded("store-1");
    Catalogue grown("store-1");
    for (Catalogue* catalogue : {&loaded, &grown})
        catalogue->addDefinition(DefinitionKey(1), chart("bug"));
    ASSERT_TRUE(loaded.load(store(), Seq(0)));
    ASSERT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& each) {
        const TurnWrite creation = turn(TurnWrite::Kind::Create, each, 0);
        grown.apply(std::span(&creation, 1));
    }));
    for (const auto& assignee : std::vector<std::optional<std::string>>{{}, "person 3", "person 8"}) {
        ListRequest request = byId([](auto& each) { each.limit = 10'000; });
        request.filter.assignee = assignee;
        const ListReply reply = loaded.list(request, kNow).value();
        EXPECT_EQ(reply.rows, grown.list(request, kNow).value().rows);
        EXPECT_EQ(reply.stateCounts, grown.list(request, kNow).value().stateCounts);
        EXPECT_FALSE(reply.rows.empty());
    }
    EXPECT_EQ(loaded.find("BUG-8000"), WorkflowKey(8'000));
    EXPECT_EQ(loaded.find("BUG-1002"), std::nullopt) << "it was removed";
}

} // namespace
} // namespace signalbox
