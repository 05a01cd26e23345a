#include "app/desktop/samples/sample_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <utility>

namespace signalbox {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 6> kPeople = {"Joe", "Harry", "Fred", "Sally", "Sue", "Amara"};
constexpr std::array<std::string_view, 3> kOperators = {"operator sue", "operator ben", "operator mila"};
constexpr std::array<std::string_view, 4> kDeferReasons = {"waiting for a log file", "next release",
                                                           "cannot reproduce yet", "needs a decision"};
constexpr std::array<std::string_view, 3> kCloseReasons = {"fixed in 4.2", "duplicate", "works as documented"};
constexpr std::uint32_t kFirstNumber = 1001;
constexpr std::uint32_t kFinalsOutOf = 4; // one path of four ends in Closed
constexpr Duration kStory = 7 * 24h;

// Draws without std::uniform_int_distribution: its results differ between standard libraries, and the pictures should
// not.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_engine(seed) {}

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(m_engine() % bound); }

    template <std::size_t N>
    std::string pick(const std::array<std::string_view, N>& from) {
        return std::string(from[below(N)]);
    }

private:
    std::mt19937 m_engine;
};

// One bug's way through Open, Assigned, Deferred, Closed; written down act by act.
class BugPath {
public:
    BugPath(std::uint32_t number, Duration created, Dice& dice)
        : m_id(fmt::format("BUG-{}", number))
        , m_before(created)
        , m_dice(dice) {
        add("", "", "api intake-service", "");
    }

    void assign() { add("Assign", m_dice.pick(kPeople), m_dice.pick(kOperators), ""); }
    void defer() { add("Defer", "", m_dice.pick(kOperators), m_dice.pick(kDeferReasons)); }
    void close() { add("Close", "", m_dice.pick(kOperators), m_dice.pick(kCloseReasons)); }

    std::vector<SampleAct> take() { return std::move(m_acts); }

private:
    void add(std::string trigger, std::string assignee, std::string principal, std::string reason) {
        SampleAct act{.before = m_before, .id = m_id, .trigger = std::move(trigger), .assignee = std::move(assignee)};
        act.caller = {.principal = std::move(principal), .reason = std::move(reason), .requestId = {}};
        m_acts.push_back(std::move(act));
        // Somewhere in the time that is left, so that the last acts are spread from "just now" to days ago.
        m_before -= m_before * (5 + m_dice.below(60)) / 100;
    }

    std::string m_id;
    Duration m_before;
    Dice& m_dice;
    std::vector<SampleAct> m_acts;
};

std::vector<SampleAct> bugPath(std::uint32_t number, Duration created, Dice& dice) {
    BugPath path(number, created, dice);
    const std::uint32_t rounds = dice.below(4);
    if (rounds == 0) return path.take(); // nobody has looked at it yet
    for (std::uint32_t round = 0; round < rounds; ++round) {
        path.assign();
        if (round + 1 < rounds && dice.below(2) == 0) path.defer();
    }
    if (dice.below(kFinalsOutOf) == 0) {
        path.close();
    } else if (dice.below(kFinalsOutOf) == 0) {
        path.defer();
    }
    return path.take();
}

} // namespace

std::vector<SampleAct> sampleStory(std::uint32_t count) {
    Dice dice(42);
    std::vector<SampleAct> story;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Duration created = kStory * (count - i) / count;
        std::ranges::move(bugPath(kFirstNumber + i, created, dice), std::back_inserter(story));
    }
    std::ranges::stable_sort(story, std::greater{}, &SampleAct::before);
    return story;
}

CreateRequest createRequest(const SampleAct& act) {
    CreateRequest request;
    request.definition.name = "bug";
    request.id = act.id;
    request.caller = act.caller;
    return request;
}

FireRequest fireRequest(const SampleAct& act) {
    FireRequest request{.id = act.id,
                        .trigger = act.trigger,
                        .arguments = {},
                        .expectedRevision = {},
                        .createFrom = {},
                        .caller = act.caller};
    if (!act.assignee.empty()) request.arguments = Json{{"assignee", act.assignee}};
    return request;
}

} // namespace signalbox
