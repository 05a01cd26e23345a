#pragma once

#include "engine/workflow_list.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Going through the lists of several servers page by page, each from where it was.
//
// A page ends in the middle of what some servers have answered. Their own cursors stand behind that, so that a place is
// the cursor from before and the ids that were given since: what changes meanwhile may come again or not at all, what
// stays as it is comes exactly once.
struct ListPlace {
    std::string server;
    std::string cursor;          // of its own list; empty: its beginning
    std::set<std::string> given; // SERVER/ID, behind the cursor
    bool operator==(const ListPlace&) const = default;
};

// A cursor of the merged list: the places of all servers that have more, by name; or the row number to go on from.
struct ListCursor {
    std::vector<ListPlace> places;
    std::optional<std::uint64_t> row{};
    bool operator==(const ListCursor&) const = default;
};
[[nodiscard]] std::string text(const ListCursor& cursor, const ListSort& sort);
// No value: it is none, or one of another sort.
[[nodiscard]] std::optional<ListCursor> readListCursor(std::string_view text, const ListSort& sort);

// What a server has answered from its place on, ids as SERVER/ID.
struct ListStep {
    ListPlace place;
    ListReply reply;
};
struct WalkedPage {
    ListReply reply; // but for `next`
    ListCursor next; // no places: that was the last page
};
// Returns: at most `limit` rows. Fewer where a server has to be asked again before it is known which is next.
[[nodiscard]] WalkedPage nextPage(std::vector<ListStep> steps, const ListSort& sort, std::uint32_t limit);

} // namespace signalbox
