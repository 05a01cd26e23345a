#include "engine/chart/builder/own_events.h"

#include <algorithm>

namespace signalbox {
namespace {

bool isToItself(const Send& send) {
    return !send.target.script && (send.target.text.empty() || send.target.text == "#_internal");
}

} // namespace

OwnEvents::OwnEvents(const StatechartDraft& draft) {
    for (const StatechartDraft::State& state : draft.states) {
        std::ranges::for_each(state.entries, [this](const Block& block) { add(block); });
        std::ranges::for_each(state.exits, [this](const Block& block) { add(block); });
        add(state.initial.block);
    }
    for (const StatechartDraft::Transition& transition : draft.transitions)
        add(transition.block);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the text, which the reader bounds.
void OwnEvents::add(const Block& block) {
    for (const Content& content : block) {
        if (const auto* raise = std::get_if<Raise>(&content.element)) m_names.insert(raise->event);
        if (const auto* send = std::get_if<Send>(&content.element); send && isToItself(*send))
            m_names.insert(send->event.text);
        if (const auto* loop = std::get_if<Foreach>(&content.element)) add(loop->block);
        if (const auto* choice = std::get_if<If>(&content.element))
            for (const If::Branch& branch : choice->branches)
                add(branch.block);
    }
    m_names.erase("");
}

bool OwnEvents::areMeantBy(std::string_view descriptor) const {
    if (m_names.contains(descriptor)) return true;
    const std::string longer = std::string(descriptor) + '.';
    const auto found = m_names.lower_bound(longer);
    return found != m_names.end() && found->starts_with(longer);
}

} // namespace signalbox
