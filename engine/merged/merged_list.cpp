#include "engine/merged/merged_list.h"

#include "engine/store/catalogue/text.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

constexpr std::uint32_t kMostRows = 10'000;
constexpr std::size_t kMostLocated = 16;
// A search takes six at most, and some for what changes meanwhile.
constexpr int kMostRounds = 16;

std::optional<Error> problemOf(const ListRequest& request) {
    if (request.limit > kMostRows) return Error{ErrorCode::InvalidArgument, "a list has at most 10000 rows", {}, {}};
    if (request.locate.size() > kMostLocated)
        return Error{ErrorCode::InvalidArgument, "a list locates at most 16 ids", {}, {}};
    return std::nullopt;
}

} // namespace

std::optional<ListFilter> filterFor(const std::string& name, const ListFilter& filter, const Members& members) {
    ListFilter own = filter;
    const auto meant = splitId(filter.text);
    const bool isMeant = meant && std::ranges::any_of(members, [&meant](const MemberPtr& each) {
                             return each->name() == meant->server;
                         });
    if (isMeant && meant->server != name) return std::nullopt;
    if (isMeant) own.text = meant->id;
    // Ids begin with the name of their server.
    if (!isMeant && containsFolded(name, foldCase(filter.text))) own.text.clear();
    return own;
}

MergedList::MergedList(std::shared_ptr<MemberCircle> circle, ListRequest request, Reply<ListReply> reply)
    : m_circle(std::move(circle))
    , m_request(std::move(request))
    , m_reply(std::move(reply)) {}

void MergedList::begin() {
    m_circle->post([self = shared_from_this()] {
        if (auto problem = problemOf(self->m_request)) return self->m_reply(std::unexpected(*std::move(problem)));
        if (const auto* cursor = std::get_if<std::string>(&self->m_request.start)) return self->walk(*cursor);
        self->search(std::get<std::uint64_t>(self->m_request.start));
    });
}

// -- from a row number on -----------------------------------------------------

void MergedList::search(std::uint64_t first) {
    const Members members = m_circle->members();
    for (const MemberPtr& member : members)
        m_lists.push_back({.member = member,
                           .filter = filterFor(member->name(), m_request.filter, members),
                           .located = {},
                           .isLocated = false,
                           .isRemembered = false});
    RowSearch::Located locate(m_request.locate.size());
    for (std::size_t place = 0; place < locate.size(); ++place) {
        const auto parts = splitId(m_request.locate[place]);
        for (std::size_t i = 0; parts && i < m_lists.size(); ++i) {
            if (m_lists[i].member->name() != parts->server) continue;
            locate[place] = i;
            m_lists[i].located.push_back(place);
        }
    }
    m_search.emplace(m_lists.size(), m_request.sort, first, m_request.limit, std::move(locate));
    for (std::size_t i = 0; i < m_lists.size(); ++i)
        if (!m_lists[i].filter) m_search->leaveOut(i);
    askNext();
}

void MergedList::askNext() {
    const std::vector<RowSearch::Probe> probes = m_search->missing();
    if (probes.empty() || ++m_rounds > kMostRounds) return finish();
    std::vector<RowSearch::Probe> asked;
    std::vector<MemberCircle::Question<ListReply>> questions;
    for (const RowSearch::Probe& probe : probes) {
        const List& list = m_lists[probe.list];
        if (list.isRemembered) {
            note(probe, list.member->remembered().list(requestFor(probe)));
            continue;
        }
        asked.push_back(probe);
        questions.push_back({.member = list.member,
                             .ask = [request = requestFor(probe)](WorkflowService& service, Reply<ListReply> reply) {
                                 service.list(request, std::move(reply));
                             }});
    }
    m_circle->gather<ListReply>(std::move(questions), [self = shared_from_this(), asked](Answers answers) {
        self->takeAll(asked, std::move(answers));
    });
}

ListRequest MergedList::requestFor(const RowSearch::Probe& probe) const {
    const List& list = m_lists[probe.list];
    ListRequest request{
        .filter = *list.filter, .sort = m_request.sort, .start = probe.first, .limit = probe.limit, .locate = {}};
    for (const std::size_t place : list.located)
        if (!list.isLocated) request.locate.push_back(splitId(m_request.locate[place])->id);
    return request;
}

void MergedList::takeAll(const std::vector<RowSearch::Probe>& probes, Answers answers) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const std::string& name = m_lists[probes[i].list].member->name();
        take(probes[i], answers[i] ? *std::move(answers[i]) : fail(ErrorCode::Busy, name + " does not answer"));
    }
    askNext();
}

void MergedList::take(const RowSearch::Probe& probe, Result<ListReply> answer) {
    List& list = m_lists[probe.list];
    if (answer && !list.isRemembered) {
        m_hasAnswer = true;
        list.member->remembered().note(answer->rows);
        return note(probe, *std::move(answer));
    }
    if (!answer && list.member->remembered().isEmpty() && !m_error) m_error = answer.error();
    list.isRemembered = true;
    list.isLocated = false;
    note(probe, list.member->remembered().list(requestFor(probe)));
}

void MergedList::note(const RowSearch::Probe& probe, ListReply reply) {
    List& list = m_lists[probe.list];
    for (std::size_t i = 0; i < reply.located.size() && i < list.located.size(); ++i)
        m_search->setLocated(list.located[i], reply.located[i]);
    list.isLocated = true;
    list.member->rename(reply.rows);
    m_search->add(probe, std::move(reply));
}

void MergedList::finish() {
    ListReply reply = m_search->reply();
    // Nobody has answered, and nothing is known: that is no empty list.
    if (!m_hasAnswer && m_error && reply.total == 0) return m_reply(std::unexpected(*std::move(m_error)));
    reply.next = text(cursorBehind(reply), m_request.sort);
    m_reply(std::move(reply));
}

ListCursor MergedList::cursorBehind(const ListReply& reply) const {
    ListCursor cursor;
    const std::uint64_t end = reply.offset + reply.rows.size();
    if (end >= reply.total || m_request.limit == 0) return cursor;
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        if (m_search->isAtEnd(i)) continue;
        const auto given = m_search->given(i);
        if (!given) return {.places = {}, .row = end};
        cursor.places.push_back(
            {.server = m_lists[i].member->name(), .cursor = {}, .given = {given->begin(), given->end()}});
    }
    return cursor;
}

// -- from a cursor on ---------------------------------------------------------

void MergedList::walk(const std::string& cursor) {
    auto read = readListCursor(cursor, m_request.sort);
    if (!read) return m_reply(fail(ErrorCode::InvalidArgument, "the cursor is not one of this list and this sort"));
    if (read->row) return search(*read->row);
    const Members members = m_circle->members();
    std::vector<ListPlace> places;
    Members asked;
    std::vector<MemberCircle::Question<ListReply>> questions;
    for (ListPlace& place : read->places) {
        const MemberPtr member = m_circle->find(place.server);
        const auto filter = member ? filterFor(member->name(), m_request.filter, members) : std::nullopt;
        if (!filter) continue;
        const auto limit = std::clamp<std::uint64_t>(place.given.size() + 1, m_request.limit, kMostRows);
        ListRequest request{.filter = *filter,
                            .sort = m_request.sort,
                            .start = std::uint64_t{0},
                            .limit = static_cast<std::uint32_t>(limit),
                            .locate = {}};
        if (!place.cursor.empty()) request.start = place.cursor;
        places.push_back(std::move(place));
        asked.push_back(member);
        questions.push_back({.member = member, .ask = [request](WorkflowService& service, Reply<ListReply> reply) {
                                 service.list(request, std::move(reply));
                             }});
    }
    m_circle->gather<ListReply>(
        std::move(questions), [self = shared_from_this(), places = std::move(places), asked](Answers answers) mutable {
            self->takeSteps(std::move(places), asked, std::move(answers));
        });
}

// Who does not answer is left out from here on: nobody knows where he would go on.
void MergedList::takeSteps(std::vector<ListPlace> places, const Members& members, Answers answers) {
    std::vector<ListStep> steps;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!answers[i]) continue;
        Result<ListReply>& answer = *answers[i];
        if (!answer && answer.error().code == ErrorCode::InvalidArgument)
            return m_reply(std::unexpected(std::move(answer.error())));
        if (!answer) continue;
        members[i]->remembered().note(answer->rows);
        members[i]->rename(answer->rows);
        steps.push_back({.place = std::move(places[i]), .reply = *std::move(answer)});
    }
    WalkedPage page = nextPage(std::move(steps), m_request.sort, m_request.limit);
    page.reply.located.resize(m_request.locate.size());
    page.reply.next = text(page.next, m_request.sort);
    m_reply(std::move(page.reply));
}

} // namespace signalbox
