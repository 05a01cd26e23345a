#include "tests/engine/chart/statechart/fake_scripts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::test {
namespace {

std::unexpected<ScriptFault> fault(std::string message, bool isBreach = false) {
    return std::unexpected(ScriptFault{.message = std::move(message), .isBreach = isBreach});
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

class FakeSession final : public ScriptSession {
public:
    FakeSession(const ScriptScene& scene, const std::vector<std::string>& texts)
        : m_texts(texts)
        , m_states(scene.states)
        , m_data(scene.data)
        , m_declared(scene.declared) {}

    void setEvent(const MachineEvent* event) override { m_event = event ? std::optional(*event) : std::nullopt; }

    ScriptResult<bool> condition(std::uint32_t expression) override {
        const auto value = evaluate(expression);
        if (!value) return std::unexpected(value.error());
        return *value && **value != Json(false) && **value != Json(0);
    }
    ScriptResult<ScriptValue> evaluate(std::uint32_t expression) override { return valueOf(m_texts[expression]); }
    ScriptResult<void> run(std::uint32_t statements) override {
        const std::string& text = m_texts[statements];
        const auto equals = text.find(" = ");
        if (text == "endless") return fault("it takes too long", true);
        if (equals == std::string::npos) return fault("SyntaxError: " + text);
        return put(trimmed(text.substr(0, equals)), valueOf(text.substr(equals + 3)));
    }
    ScriptResult<void> assign(std::uint32_t location, std::uint32_t expression) override {
        return put(m_texts[location], valueOf(m_texts[expression]));
    }
    ScriptResult<void> assign(std::uint32_t location, const ScriptValue& value) override {
        return put(m_texts[location], value);
    }
    ScriptResult<ScriptValue> read(std::uint32_t location) override { return variable(m_texts[location]); }
    ScriptResult<void> declare(std::string_view name) override {
        if (!isDeclared(std::string(name))) m_declared.emplace_back(name);
        std::ranges::sort(m_declared);
        return {};
    }
    ScriptResult<void> initialise(std::string_view name, std::uint32_t expression) override {
        return put(std::string(name), valueOf(m_texts[expression]));
    }
    ScriptResult<void> initialise(std::string_view name, const ScriptValue& value) override {
        return put(std::string(name), value);
    }
    ScriptResult<std::size_t> beginForeach(std::uint32_t array) override {
        auto value = valueOf(m_texts[array]);
        if (!value || !*value || !(*value)->is_array()) return fault("no array");
        m_arrays.push_back(**std::move(value));
        return m_arrays.back().size();
    }
    ScriptResult<void> stepForeach(std::size_t position, std::string_view item, std::string_view index) override {
        m_data[std::string(item)] = m_arrays.back()[position];
        if (!index.empty()) m_data[std::string(index)] = position;
        return {};
    }
    void endForeach() override { m_arrays.pop_back(); }
    ScriptResult<ScriptData> data() override { return ScriptData{.data = m_data, .declared = m_declared}; }

private:
    bool isDeclared(const std::string& name) const {
        return m_data.contains(name) || std::ranges::find(m_declared, name) != m_declared.end();
    }
    ScriptResult<void> put(const std::string& name, const ScriptResult<ScriptValue>& value) {
        if (!value) return std::unexpected(value.error());
        if (!isDeclared(name)) return fault("ReferenceError: " + name + " is not defined");
        if (*value)
            m_data[name] = **value;
        else
            m_data.erase(name);
        return {};
    }
    ScriptResult<ScriptValue> variable(const std::string& name) const {
        if (!isDeclared(name)) return fault("ReferenceError: " + name + " is not defined");
        return m_data.contains(name) ? ScriptValue(m_data[name]) : ScriptValue{};
    }
    ScriptResult<ScriptValue> valueOf(const std::string& text) const {
        if (text == "endless") return fault("it takes too long", true);
        for (const std::string sign : {" == ", " < ", " + "}) {
            const auto at = text.find(sign);
            if (at == std::string::npos) continue;
            const auto left = termOf(trimmed(text.substr(0, at)));
            const auto right = termOf(trimmed(text.substr(at + sign.size())));
            if (!left) return left;
            if (!right) return right;
            return combined(sign, left->value_or(Json()), right->value_or(Json()));
        }
        return termOf(trimmed(text));
    }
    static ScriptValue combined(const std::string& sign, const Json& left, const Json& right) {
        if (sign == " == ") return Json(left == right);
        if (sign == " < ") return Json(left < right);
        if (left.is_string()) return Json(left.get<std::string>() + right.get<std::string>());
        return Json(left.get<int>() + right.get<int>());
    }
    ScriptResult<ScriptValue> termOf(const std::string& text) const {
        if (text.starts_with("_event")) return eventTerm(text);
        if (text.starts_with("In('")) return ScriptValue(m_states.isActive(text.substr(4, text.size() - 6)));
        if (text.starts_with('\'') && text.ends_with('\'')) return ScriptValue(text.substr(1, text.size() - 2));
        const Json literal = Json::parse(text, nullptr, false);
        return literal.is_discarded() ? variable(text) : ScriptValue(literal);
    }
    ScriptResult<ScriptValue> eventTerm(const std::string& text) const {
        constexpr std::string_view kMember = "_event.data.";
        if (!m_event) return fault("TypeError: _event is undefined");
        if (text == "_event.name") return ScriptValue(m_event->name);
        if (text == "_event.sendid") return ScriptValue(m_event->sendId);
        if (!text.starts_with(kMember) || !m_event->data) return fault("TypeError: " + text);
        const auto found = m_event->data->find(text.substr(kMember.size()));
        return found == m_event->data->end() ? ScriptValue{} : ScriptValue(*found);
    }

    const std::vector<std::string>& m_texts;
    const ActiveStates& m_states;
    Json m_data;
    std::vector<std::string> m_declared;
    std::vector<Json> m_arrays;
    std::optional<MachineEvent> m_event;
};

class FakeProgram final : public ScriptProgram {
public:
    explicit FakeProgram(std::vector<std::string> texts) : m_texts(std::move(texts)) {}
    std::unique_ptr<ScriptSession> open(const ScriptScene& scene) const override {
        return std::make_unique<FakeSession>(scene, m_texts);
    }

private:
    std::vector<std::string> m_texts;
};

} // namespace

std::uint32_t FakeCompiler::add(ScriptKind /*kind*/, const Script& script) {
    m_texts.push_back(script.text);
    return static_cast<std::uint32_t>(m_texts.size() - 1);
}

std::shared_ptr<const ScriptProgram> FakeCompiler::program() {
    return std::make_shared<FakeProgram>(std::move(m_texts));
}

} // namespace signalbox::test
