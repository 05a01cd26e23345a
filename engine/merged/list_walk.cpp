#include "engine/merged/list_walk.h"

#include "engine/base/json.h"
#include "engine/merged/row_order.h"
#include "engine/merged/row_search.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace signalbox {

namespace {

constexpr auto kNone = static_cast<std::size_t>(-1);

std::optional<ListPlace> readPlace(const Json& json) {
    if (!json.is_array() || json.size() != 3 || !json[0].is_string() || !json[1].is_string() || !json[2].is_array())
        return std::nullopt;
    ListPlace place{.server = json[0].get<std::string>(), .cursor = json[1].get<std::string>(), .given = {}};
    for (const Json& id : json[2]) {
        if (!id.is_string()) return std::nullopt;
        place.given.insert(id.get<std::string>());
    }
    return place;
}

// How far the rows of one server have been given.
class Head {
public:
    explicit Head(ListStep& step) : m_step(step) { skipGiven(); }

    [[nodiscard]] const WorkflowRow* row() const {
        return m_at < m_step.reply.rows.size() ? &m_step.reply.rows[m_at] : nullptr;
    }
    // Nobody knows yet what comes next.
    [[nodiscard]] bool isBlocked() const { return !row() && !m_step.reply.next.empty(); }
    WorkflowRow take() {
        WorkflowRow taken = m_step.reply.rows[m_at++];
        m_step.place.given.insert(taken.id);
        skipGiven();
        return taken;
    }
    [[nodiscard]] std::optional<ListPlace> place() && {
        if (row()) return std::move(m_step.place);
        if (m_step.reply.next.empty()) return std::nullopt;
        return ListPlace{.server = std::move(m_step.place.server), .cursor = m_step.reply.next, .given = {}};
    }

private:
    void skipGiven() {
        while (row() && m_step.place.given.contains(row()->id))
            ++m_at;
    }

    ListStep& m_step;
    std::size_t m_at = 0;
};

std::size_t first(const std::vector<Head>& heads, const RowOrder& order) {
    std::size_t best = kNone;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (!heads[i].row()) continue;
        if (best == kNone || order.isBefore(*heads[i].row(), i, *heads[best].row(), best)) best = i;
    }
    return best;
}

} // namespace

std::string text(const ListCursor& cursor, const ListSort& sort) {
    if (cursor.places.empty() && !cursor.row) return {};
    Json places = Json::array();
    for (const ListPlace& place : cursor.places)
        places.push_back(Json::array({place.server, place.cursor, place.given}));
    Json token = Json::array({static_cast<unsigned>(sort.key), sort.descending, std::move(places)});
    if (cursor.row) token.push_back(*cursor.row);
    return token.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<ListCursor> readListCursor(std::string_view text, const ListSort& sort) {
    const Json token = Json::parse(text, nullptr, false);
    if (!token.is_array() || token.size() < 3 || token.size() > 4 || !token[2].is_array()) return std::nullopt;
    if (token[0] != static_cast<unsigned>(sort.key) || token[1] != sort.descending) return std::nullopt;
    ListCursor cursor;
    for (const Json& each : token[2]) {
        auto place = readPlace(each);
        if (!place) return std::nullopt;
        cursor.places.push_back(*std::move(place));
    }
    if (token.size() == 3) return cursor;
    if (!token[3].is_number_unsigned()) return std::nullopt;
    cursor.row = token[3].get<std::uint64_t>();
    return cursor;
}

WalkedPage nextPage(std::vector<ListStep> steps, const ListSort& sort, std::uint32_t limit) {
    WalkedPage page;
    for (const ListStep& step : steps) {
        page.reply.offset += step.reply.offset + step.place.given.size();
        page.reply.total += step.reply.total;
        addStateCounts(page.reply.stateCounts, step.reply.stateCounts);
    }
    std::vector<Head> heads(steps.begin(), steps.end());
    const RowOrder order(sort);
    const auto isBlocked = [&heads] { return std::ranges::any_of(heads, &Head::isBlocked); };
    while (page.reply.rows.size() < limit && !isBlocked()) {
        const std::size_t next = first(heads, order);
        if (next == kNone) break;
        page.reply.rows.push_back(heads[next].take());
    }
    for (Head& head : heads)
        if (auto place = std::move(head).place()) page.next.places.push_back(*std::move(place));
    return page;
}

} // namespace signalbox
