#pragma once

#include "engine/chart/script_session.h"
#include "engine/scxml/script/ecmascript.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::scxml {

struct FakeStates final : ActiveStates {
    std::set<std::string, std::less<>> active;
    [[nodiscard]] bool isActive(std::string_view stateId) const override { return active.contains(stateId); }
};

// A workflow whose scripts are known only as the test goes on: every call is a program and a session of its own, over
// the data that the last one left.
class ScriptWorld {
public:
    explicit ScriptWorld(const ScriptBounds& bounds = {}) : m_bounds(bounds) {}

    std::shared_ptr<const ScriptProgram> program(const std::vector<std::pair<ScriptKind, std::string>>& scripts) {
        const auto compiler = makeEcmaScriptCompiler(m_bounds);
        for (const auto& [kind, text] : scripts)
            numbers.push_back(compiler->add(kind, {.text = text, .place = {}, .number = 0}));
        return compiler->program();
    }

    ScriptScene scene() {
        return {.workflowId = "w-1",
                .chartName = "order",
                .now = now,
                .seed = seed,
                .data = data,
                .declared = declared,
                .states = states};
    }

    template <typename Use>
    auto use(const std::vector<std::pair<ScriptKind, std::string>>& scripts, const Use& what) {
        numbers.clear();
        m_last = program(scripts);
        const auto session = m_last->open(scene());
        session->setEvent(event ? &*event : nullptr);
        auto result = what(*session);
        end = session->data();
        if (end) {
            data = end->data;
            declared = end->declared;
        }
        return result;
    }

    // The value of an expression in a session of its own; its changes are kept.
    ScriptResult<ScriptValue> evaluate(const std::string& expression) {
        return use({{ScriptKind::Expression, expression}},
                   [this](ScriptSession& session) { return session.evaluate(numbers[0]); });
    }
    ScriptResult<bool> condition(const std::string& expression) {
        return use({{ScriptKind::Expression, expression}},
                   [this](ScriptSession& session) { return session.condition(numbers[0]); });
    }
    ScriptResult<void> run(const std::string& statements) {
        return use({{ScriptKind::Statements, statements}},
                   [this](ScriptSession& session) { return session.run(numbers[0]); });
    }
    ScriptResult<void> assign(const std::string& location, const std::string& expression) {
        return use({{ScriptKind::Location, location}, {ScriptKind::Expression, expression}},
                   [this](ScriptSession& session) { return session.assign(numbers[0], numbers[1]); });
    }
    ScriptResult<ScriptValue> read(const std::string& location) {
        return use({{ScriptKind::Location, location}},
                   [this](ScriptSession& session) { return session.read(numbers[0]); });
    }

    Json data = Json::object();
    std::vector<std::string> declared;
    std::optional<MachineEvent> event;
    Time now{std::chrono::milliseconds(1'000'000'000'000)};
    std::uint64_t seed = 7;
    FakeStates states;
    ScriptResult<ScriptData> end;
    std::vector<std::uint32_t> numbers;

private:
    ScriptBounds m_bounds;
    std::shared_ptr<const ScriptProgram> m_last;
};

} // namespace signalbox::scxml
