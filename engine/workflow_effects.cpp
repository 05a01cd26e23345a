#include "engine/workflow_effects.h"

#include <fmt/format.h>

#include <charconv>

namespace signalbox {
namespace {

template <typename Number>
bool readAll(std::string_view text, Number& number) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto [stop, error] = std::from_chars(begin, end, number);
    return error == std::errc{} && stop == end && !text.empty();
}

} // namespace

std::string text(EffectId id) {
    return fmt::format("{}.{}", id.change.value(), id.ordinal);
}

Result<EffectId> parseEffectId(std::string_view text) {
    const std::size_t dot = text.find('.');
    std::uint64_t change = 0;
    EffectId id;
    const bool isRead = dot != std::string_view::npos && readAll(text.substr(0, dot), change) &&
                        readAll(text.substr(dot + 1), id.ordinal);
    if (!isRead)
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no effect", text), "effects are CHANGE.N");
    id.change = Seq(change);
    return id;
}

} // namespace signalbox
