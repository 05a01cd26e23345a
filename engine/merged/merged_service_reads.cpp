// What is asked of all servers at once; merged_service.cpp has what goes to one.
#include "engine/base/json.h"
#include "engine/merged/effect_places.h"
#include "engine/merged/member_circle.h"
#include "engine/merged/merged_list.h"
#include "engine/merged/merged_replies.h"
#include "engine/merged/merged_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace signalbox {

namespace {

constexpr std::uint64_t kMostRows = 10'000;

template <typename T, typename Request>
MemberCircle::Ask<T> asking(Request request, void (WorkflowService::*ask)(Request, Reply<T>)) {
    return [ask, request = std::move(request)](WorkflowService& service, Reply<T> reply) mutable {
        (service.*ask)(std::move(request), std::move(reply));
    };
}

// What each says, with the names that things have here. Errors are named already.
template <typename T>
typename Gathering<T>::Answers renamed(typename Gathering<T>::Answers answers, const Members& members) {
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (answers[i] && *answers[i]) members[i]->rename(**answers[i]);
    return answers;
}

// Where an enumeration goes on: in the ids of one server, by the names of the servers.
struct Walk {
    std::string server; // or the first behind it
    std::string token;  // its own
};

std::optional<Walk> readWalk(const std::string& token) {
    if (token.empty()) return Walk{};
    const Json json = Json::parse(token, nullptr, false);
    if (!json.is_array() || json.size() != 2 || !json[0].is_string() || !json[1].is_string()) return std::nullopt;
    return Walk{.server = json[0].get<std::string>(), .token = json[1].get<std::string>()};
}

std::string text(const Walk& walk) {
    return Json::array({walk.server, walk.token}).dump(-1, ' ', true, Json::error_handler_t::replace);
}

// What one is asked to do about its effects.
struct EffectTask {
    MemberPtr member;
    EffectActRequest request;
};

// What one refuses as a whole, it refuses for each effect.
EffectActReply refusedEach(const std::vector<EffectId>& effects, const Member& member, const Error& error) {
    EffectActReply refused;
    for (const EffectId id : effects)
        refused.refused.emplace_back(joinedId(member.number(), id), error);
    return refused;
}

Result<EffectActReply> sum(const Gathering<EffectActReply>::Answers& answers) {
    EffectActReply sum;
    for (const auto& answer : answers) {
        if (!*answer) return std::unexpected(answer->error()); // about a problem: of one server alone
        sum.done += (*answer)->done;
        sum.refused.insert(sum.refused.end(), (*answer)->refused.begin(), (*answer)->refused.end());
    }
    return sum;
}

} // namespace

void MergedService::list(ListRequest request, Reply<ListReply> reply) {
    std::make_shared<MergedList>(m_circle, std::move(request), std::move(reply))->begin();
}

// Of one that does not answer, those that it had last: its rows are still shown.
void MergedService::definitions(Reply<std::vector<Definition>> reply) {
    using Definitions = std::vector<Definition>;
    const Members members = m_circle->members();
    std::vector<MemberCircle::Question<Definitions>> questions;
    for (const MemberPtr& member : members)
        questions.push_back({.member = member, .ask = [](WorkflowService& service, Reply<Definitions> answer) {
                                 service.definitions(std::move(answer));
                             }});
    m_circle->gather<Definitions>(std::move(questions),
                                  [members, reply = std::move(reply)](Gathering<Definitions>::Answers answers) mutable {
                                      std::vector<Definitions> lists;
                                      for (std::size_t i = 0; i < answers.size(); ++i) {
                                          if (answers[i] && *answers[i]) members[i]->remembered().note(**answers[i]);
                                          lists.push_back(members[i]->remembered().definitions());
                                      }
                                      const auto error = errorOfAll<Definitions>(answers);
                                      Definitions merged = mergedDefinitions(lists);
                                      if (merged.empty() && error) return reply(std::unexpected(*error));
                                      reply(std::move(merged));
                                  });
}

void MergedService::statistics(Reply<Statistics> reply) {
    std::vector<MemberCircle::Question<Statistics>> questions;
    for (const MemberPtr& member : m_circle->members())
        questions.push_back({.member = member, .ask = [](WorkflowService& service, Reply<Statistics> answer) {
                                 service.statistics(std::move(answer));
                             }});
    m_circle->gather<Statistics>(std::move(questions),
                                 [reply = std::move(reply)](Gathering<Statistics>::Answers answers) mutable {
                                     reply(mergedStatistics(answers));
                                 });
}

void MergedService::timers(TimersRequest request, Reply<TimersReply> reply) {
    if (request.workflowId) {
        const auto parts = splitId(*request.workflowId);
        const MemberPtr member = parts ? m_circle->find(parts->server) : nullptr;
        if (!member) return m_circle->refuse<TimersReply>(*request.workflowId, std::move(reply));
        request.workflowId = parts->id;
        return m_circle->askOne<TimersReply>(member, asking<TimersReply>(std::move(request), &WorkflowService::timers),
                                             std::move(reply));
    }
    const Members members = m_circle->members();
    std::vector<MemberCircle::Question<TimersReply>> questions;
    TimersRequest own = request;
    own.offset = 0;
    own.limit = static_cast<std::uint32_t>(std::min(std::min(request.offset, kMostRows) + request.limit, kMostRows));
    for (const MemberPtr& member : members)
        questions.push_back({.member = member, .ask = asking<TimersReply>(own, &WorkflowService::timers)});
    m_circle->gather<TimersReply>(std::move(questions), [members, request, reply = std::move(reply)](
                                                            Gathering<TimersReply>::Answers answers) mutable {
        reply(mergedTimers(renamed<TimersReply>(std::move(answers), members), request));
    });
}

void MergedService::effects(EffectsRequest request, Reply<EffectsReply> reply) {
    if (request.workflowId) {
        const auto parts = splitId(*request.workflowId);
        const MemberPtr member = parts ? m_circle->find(parts->server) : nullptr;
        if (!member) return m_circle->refuse<EffectsReply>(*request.workflowId, std::move(reply));
        request.workflowId = parts->id;
        if (request.before) request.before = splitId(*request.before).id;
        return m_circle->askOne<EffectsReply>(
            member, asking<EffectsReply>(std::move(request), &WorkflowService::effects), std::move(reply));
    }
    auto places = request.before ? m_effectPlaces->find(*request.before) : EffectPlaces::Places{};
    if (!places) {
        m_circle->post([reply = std::move(reply)]() mutable {
            reply(fail(ErrorCode::InvalidArgument, "no page of effects ends there any more", "read from the newest"));
        });
        return;
    }
    const Members members = m_circle->members();
    std::vector<MemberCircle::Question<EffectsReply>> questions;
    for (const MemberPtr& member : members) {
        EffectsRequest own = request;
        own.before = (*places)[member->name()];
        questions.push_back({.member = member, .ask = asking<EffectsReply>(std::move(own), &WorkflowService::effects)});
    }
    m_circle->gather<EffectsReply>(
        std::move(questions), [members, kept = m_effectPlaces, places = *std::move(places), limit = request.limit,
                               reply = std::move(reply)](Gathering<EffectsReply>::Answers answers) mutable {
            auto merged = mergedEffects(renamed<EffectsReply>(std::move(answers), members), members, places, limit);
            if (!merged) return reply(std::unexpected(std::move(merged.error())));
            if (!merged->reply.effects.empty()) kept->keep(merged->reply.effects.back().id, std::move(merged->places));
            reply(std::move(merged->reply));
        });
}

// Each server gets its own effects, and the problem if the receiver is its own.
void MergedService::actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) {
    std::map<std::uint16_t, EffectTask> tasks;
    const auto of = [&](const MemberPtr& member) -> EffectActRequest& {
        EffectTask& task = tasks[member->number()];
        task.member = member;
        task.request.action = request.action;
        task.request.caller = request.caller;
        return task.request;
    };
    EffectActReply strangers;
    for (const EffectId id : request.effects) {
        const ServerEffectId parts = splitId(id);
        if (const MemberPtr member = m_circle->find(parts.server))
            of(member).effects.push_back(parts.id);
        else
            strangers.refused.emplace_back(id, Error{ErrorCode::NotFound, "its server is not connected here", {}, {}});
    }
    const auto receiver = splitId(request.receiver);
    const MemberPtr receiving = receiver ? m_circle->find(receiver->server) : nullptr;
    if (!request.problem.empty() && !receiving) return m_circle->refuse(request.receiver, std::move(reply));
    if (receiving) {
        of(receiving).problem = request.problem;
        of(receiving).receiver = receiver->id;
    }
    const auto gathering = std::make_shared<Gathering<EffectActReply>>(
        tasks.size() + 1,
        [reply = std::move(reply)](const Gathering<EffectActReply>::Answers& answers) mutable { reply(sum(answers)); });
    // The first is no server's.
    m_circle->post(
        [gathering, strangers = std::move(strangers)]() mutable { gathering->put(0, std::move(strangers)); });
    std::size_t place = 0;
    for (auto& [number, task] : tasks) {
        const auto effects = task.request.problem.empty() ? task.request.effects : std::vector<EffectId>{};
        m_circle->askOne<EffectActReply>(
            task.member, asking<EffectActReply>(std::move(task.request), &WorkflowService::actOnEffects),
            [gathering, place = ++place, member = task.member, effects](Result<EffectActReply>&& result) {
                if (result || effects.empty()) {
                    gathering->put(place, std::move(result));
                } else {
                    gathering->put(place, refusedEach(effects, *member, result.error()));
                }
            });
    }
}

void MergedService::enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) {
    auto walk = readWalk(request.token);
    const Members members = m_circle->members();
    const auto at = std::ranges::lower_bound(members, walk ? walk->server : std::string(), {},
                                             [](const MemberPtr& each) { return each->name(); });
    if (!walk || at == members.end()) {
        m_circle->post([isKnown = walk.has_value(), reply = std::move(reply)]() mutable {
            if (isKnown) return reply(EnumerateReply{});
            reply(fail(ErrorCode::InvalidArgument, "the token is not one of these servers' enumerations"));
        });
        return;
    }
    const MemberPtr& member = *at;
    request.token = member->name() == walk->server ? walk->token : std::string();
    const std::string next = at + 1 == members.end() ? std::string() : (*(at + 1))->name();
    m_circle->askOne<EnumerateReply>(member, asking<EnumerateReply>(std::move(request), &WorkflowService::enumerate),
                                     [member, next, reply = std::move(reply)](Result<EnumerateReply> page) mutable {
                                         if (page && !page->token.empty())
                                             page->token = text(Walk{.server = member->name(), .token = page->token});
                                         else if (page && !next.empty())
                                             page->token = text(Walk{.server = next, .token = {}});
                                         reply(std::move(page));
                                     });
}

} // namespace signalbox
