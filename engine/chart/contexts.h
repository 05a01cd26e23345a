#pragma once

#include "engine/base/json.h"
#include "engine/chart/step_result.h"
#include "engine/chart/structure.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

class TurnWrites;

// How an effect is sent.
struct EffectOptions {
    // Not before all earlier effects of the workflow that are so have been sent, or were skipped.
    bool ordered = false;
    // What the definition calls it: done.send.SENDID is fired when it was sent, error.communication when it was given
    // up, where the definition has such a trigger; empty: it does not want to know.
    std::string sendId{};
    Duration delay{}; // after the turn; at least a millisecond, or none
    // Of a web request. A value may hold ${secret:NAME}, which the sender alone fills in.
    std::map<std::string, std::string> headers{};
};

// The running turn as user code sees it; the interpreter keeps it up to date.
struct TurnView {
    const ChartStructure& structure;
    const TurnContext& context;
    const Snapshot& snapshot;         // its data, as written so far
    const Event* event;               // null: no arguments are known
    StateIndex state;                 // current: the source until its exits are done, then the target
    StateIndex source;                // the leaf before
    std::optional<StateIndex> target; // of the transition or the initial step; none before a selector has answered
};

// What a guard on the workflow's data may see. It knows no arguments, so its answer holds before they are given.
// Lifetime of all contexts: the call they are passed to.
class DataContext {
public:
    explicit DataContext(const TurnView& view) : m_view(view) {}

    [[nodiscard]] const Json& data() const { return m_view.snapshot.dataOrEmpty(); }
    // The value at a JSON pointer, or JSON null where there is none.
    [[nodiscard]] const Json& get(std::string_view pointer) const;
    [[nodiscard]] Time now() const { return m_view.context.now; }
    [[nodiscard]] std::string_view workflowId() const { return m_view.context.workflowId; }
    [[nodiscard]] std::string_view source() const;
    [[nodiscard]] std::string_view target() const; // empty when there is none

private:
    const TurnView& m_view;
};

// What a guard on the arguments, or a selector, may see: the data and the event.
class GuardContext {
public:
    explicit GuardContext(const TurnView& view) : m_view(view) {}

    [[nodiscard]] const Json& data() const { return m_view.snapshot.dataOrEmpty(); }
    [[nodiscard]] const Json& get(std::string_view pointer) const { return DataContext(m_view).get(pointer); }
    [[nodiscard]] Time now() const { return m_view.context.now; }
    [[nodiscard]] std::string_view workflowId() const { return m_view.context.workflowId; }
    [[nodiscard]] std::string_view source() const { return DataContext(m_view).source(); }
    [[nodiscard]] std::string_view target() const { return DataContext(m_view).target(); }

    [[nodiscard]] std::string_view trigger() const;
    [[nodiscard]] const std::vector<Json>& arguments() const;
    // An argument by position from 0 or by the parameter's name, or the parameter's default, or JSON null. Of a
    // trigger without a signature the name is looked up in its only argument.
    [[nodiscard]] const Json& argument(std::size_t position) const;
    [[nodiscard]] const Json& argument(std::string_view name) const;

private:
    const TurnView& m_view;
};

// What an entry, exit or transition action sees, and its only way to have effects. Nothing happens before the turn is
// committed; an exception out of an action drops the whole turn.
class ActionContext {
public:
    ActionContext(const TurnView& view, TurnWrites& writes) : m_view(view), m_writes(writes) {}

    // Lifetime: until the next set() or remove().
    [[nodiscard]] const Json& data() const { return m_view.snapshot.dataOrEmpty(); }
    [[nodiscard]] const Json& get(std::string_view pointer) const { return DataContext(m_view).get(pointer); }
    [[nodiscard]] Time now() const { return m_view.context.now; }
    [[nodiscard]] std::string_view workflowId() const { return m_view.context.workflowId; }
    [[nodiscard]] std::string_view trigger() const { return GuardContext(m_view).trigger(); }
    [[nodiscard]] const std::vector<Json>& arguments() const { return GuardContext(m_view).arguments(); }
    [[nodiscard]] const Json& argument(std::size_t position) const { return GuardContext(m_view).argument(position); }
    [[nodiscard]] const Json& argument(std::string_view name) const { return GuardContext(m_view).argument(name); }

    // The transition under way: the state left at its start, and where it, or its present initial step, leads.
    [[nodiscard]] std::string_view source() const { return DataContext(m_view).source(); }
    [[nodiscard]] std::string_view target() const { return DataContext(m_view).target(); }
    [[nodiscard]] bool isReentry() const { return m_view.target == m_view.source; }
    // The current state: the source while states are left, then the target.
    [[nodiscard]] std::string_view state() const;

    // Writes the data. Writing what is there already is no change. Throws where `pointer` cannot be written.
    void set(std::string_view pointer, Json value);
    void remove(std::string_view pointer);

    // Effects, sent after the commit. Headers are for webhooks: others throw std::invalid_argument.
    void mail(std::string_view to, std::string_view subject, std::string_view text, const EffectOptions& options = {});
    void webhook(std::string_view url, Json body, const EffectOptions& options = {});
    void message(std::string_view workflow, std::string_view trigger, Json arguments = nullptr,
                 const EffectOptions& options = {});

    // Fires `trigger` on this workflow within this turn, behind the event under way; arguments as for makeEvent(). Not
    // permitted there, it is discarded and logged. Throws for an unknown trigger.
    void raise(std::string_view trigger, const Json& arguments = nullptr);
    template <typename Trigger>
        requires std::is_enum_v<Trigger>
    void raise(Trigger trigger, const Json& arguments = nullptr) {
        raise(std::string_view(name(trigger)), arguments);
    }

    // A timer of this workflow that fires `trigger` after `delay`; setting a name again replaces it. Names that start
    // with "after:" belong to the states' timeouts.
    void setTimer(std::string_view timer, Duration delay, std::string_view trigger);
    void dropTimer(std::string_view timer);

    void log(std::string text);

private:
    void request(EffectKind kind, Json::object_t payload, const EffectOptions& options);

    const TurnView& m_view;
    TurnWrites& m_writes;
};

// What an activation or deactivation hook sees. It can speak, and change nothing.
class HookContext {
public:
    HookContext(const TurnView& view, std::vector<std::string>& log) : m_view(view), m_log(log) {}

    [[nodiscard]] const Json& data() const { return m_view.snapshot.dataOrEmpty(); }
    [[nodiscard]] const Json& get(std::string_view pointer) const { return DataContext(m_view).get(pointer); }
    [[nodiscard]] Time now() const { return m_view.context.now; }
    [[nodiscard]] std::string_view workflowId() const { return m_view.context.workflowId; }
    [[nodiscard]] std::string_view state() const;
    void log(std::string text) { m_log.push_back(std::move(text)); }

private:
    const TurnView& m_view;
    std::vector<std::string>& m_log;
};

} // namespace signalbox
