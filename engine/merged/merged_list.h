#pragma once

#include "engine/merged/list_walk.h"
#include "engine/merged/member_circle.h"
#include "engine/merged/row_search.h"
#include "engine/workflow_service.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// What `filter` asks of the server `name`; none: nothing of it can match. Text that begins with the name of one of
// `members` and a '/' means that one's rows with the rest of the text.
[[nodiscard]] std::optional<ListFilter> filterFor(const std::string& name, const ListFilter& filter,
                                                  const Members& members);

// Answers one list request from the lists of all servers.
class MergedList : public std::enable_shared_from_this<MergedList> {
public:
    MergedList(std::shared_ptr<MemberCircle> circle, ListRequest request, Reply<ListReply> reply);

    void begin();

private:
    using Answers = Gathering<ListReply>::Answers;
    struct List {
        MemberPtr member;
        std::optional<ListFilter> filter; // none: nothing of it matches
        std::vector<std::size_t> located; // places in `locate` of those that are its own
        bool isLocated = false;
        bool isRemembered = false; // it does not answer: what is known of it does
    };

    // -- from a row number on
    void search(std::uint64_t first);
    void askNext();
    [[nodiscard]] ListRequest requestFor(const RowSearch::Probe& probe) const;
    void take(const RowSearch::Probe& probe, Result<ListReply> answer);
    void takeAll(const std::vector<RowSearch::Probe>& probes, Answers answers);
    void note(const RowSearch::Probe& probe, ListReply reply);
    void finish();
    [[nodiscard]] ListCursor cursorBehind(const ListReply& reply) const;

    // -- from a cursor on
    void walk(const std::string& cursor);
    void takeSteps(std::vector<ListPlace> places, const Members& members, Answers answers);

    const std::shared_ptr<MemberCircle> m_circle;
    const ListRequest m_request;
    Reply<ListReply> m_reply;
    std::vector<List> m_lists;
    std::optional<RowSearch> m_search;
    std::optional<Error> m_error; // the first of a server of which nothing is known
    bool m_hasAnswer = false;
    int m_rounds = 0;
};

} // namespace signalbox
