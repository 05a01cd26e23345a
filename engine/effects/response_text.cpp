#include "engine/effects/response_text.h"

#include "engine/base/utf8.h"

#include <algorithm>

namespace signalbox {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kLongestLine = 500;
constexpr std::size_t kLongestCharacter = 4;

bool isInside(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string_view wholeCharacters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes;
    while (end > 0 && bytes - end < kLongestCharacter && isInside(text[end]))
        --end;
    return text.substr(0, end);
}

std::string validUtf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 1;
        while (length < std::min(kLongestCharacter, text.size()) && isInside(text[length]))
            ++length;
        // Stray bytes behind a character are looked at for themselves.
        while (length > 1 && !isUtf8(text.substr(0, length)))
            --length;
        if (text.front() == '\0')
            valid += ' ';
        else
            valid += isUtf8(text.substr(0, length)) ? text.substr(0, length) : kReplacement;
        text.remove_prefix(length);
    }
    return valid;
}

std::string printable(std::string_view text) {
    std::string line = validUtf8(text);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
    return std::string(wholeCharacters(line, kLongestLine));
}

} // namespace signalbox
