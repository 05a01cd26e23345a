#include "engine/chart/builder/content_text.h"

#include <fmt/format.h>

namespace signalbox {
namespace {

const std::string& textOf(const TextOrScript& text) {
    return text.script ? text.script->text : text.text;
}

struct Describer {
    std::string operator()(const Raise& raise) const { return "raise " + raise.event; }
    std::string operator()(const Log& log) const {
        if (!log.label.empty()) return "log " + log.label;
        return log.expression ? "log " + log.expression->text : "log";
    }
    std::string operator()(const Assign& assign) const { return "assign " + assign.location.text; }
    std::string operator()(const RunScript&) const { return "script"; }
    std::string operator()(const If& branches) const {
        const auto& first = branches.branches;
        return first.empty() || !first.front().condition ? "if" : "if " + first.front().condition->text;
    }
    std::string operator()(const Foreach& loop) const { return "for each " + loop.array.text; }
    std::string operator()(const Send& send) const {
        std::string result = "send";
        if (!send.event.isEmpty()) result += " " + textOf(send.event);
        if (!send.target.isEmpty()) result += " to " + textOf(send.target);
        if (!send.delay.isEmpty()) result += " after " + textOf(send.delay);
        return result;
    }
    std::string operator()(const Cancel& cancel) const { return "cancel " + textOf(cancel.sendId); }
};

} // namespace

std::string describe(const Content& content) {
    return std::visit(Describer{}, content.element);
}

std::string describe(const StatechartDraft::Invoke& invoke) {
    const std::string what = invoke.source.isEmpty() ? "a document" : textOf(invoke.source);
    return invoke.id.empty() ? what : fmt::format("{}: {}", invoke.id, what);
}

} // namespace signalbox
