#include "engine/base/utf8.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace signalbox {
namespace {

// A row of the table: lead bytes, how many bytes follow, and what the first of them may be.
struct Form {
    unsigned char leadFirst, leadLast;
    std::size_t following;
    unsigned char secondFirst, secondLast;
};
constexpr std::array kForms{
    Form{0xC2, 0xDF, 1, 0x80, 0xBF}, Form{0xE0, 0xE0, 2, 0xA0, 0xBF}, Form{0xE1, 0xEC, 2, 0x80, 0xBF},
    Form{0xED, 0xED, 2, 0x80, 0x9F}, Form{0xEE, 0xEF, 2, 0x80, 0xBF}, Form{0xF0, 0xF0, 3, 0x90, 0xBF},
    Form{0xF1, 0xF3, 3, 0x80, 0xBF}, Form{0xF4, 0xF4, 3, 0x80, 0x8F},
};

bool isBetween(char c, unsigned char first, unsigned char last) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= first && byte <= last;
}

// Bytes of the well-formed sequence at the start of `text`, 0 if there is none.
std::size_t sequenceLength(std::string_view text) {
    if (isBetween(text[0], 0, 0x7F)) return 1;
    for (const Form& form : kForms) {
        if (!isBetween(text[0], form.leadFirst, form.leadLast)) continue;
        if (text.size() <= form.following || !isBetween(text[1], form.secondFirst, form.secondLast)) return 0;
        for (std::size_t i = 2; i <= form.following; ++i)
            if (!isBetween(text[i], 0x80, 0xBF)) return 0;
        return form.following + 1;
    }
    return 0;
}

// Of the ASCII that `text` begins with: nearly all of it, nearly always.
std::size_t asciiLength(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
    std::size_t length = 0;
    for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
        std::memcpy(&word, text.data() + length, sizeof word);
        if ((word & kHighBits) != 0) break;
    }
    while (length < text.size() && isBetween(text[length], 0, 0x7F))
        ++length;
    return length;
}

} // namespace

bool isUtf8(std::string_view text) {
    while (true) {
        text.remove_prefix(asciiLength(text));
        if (text.empty()) return true;
        const std::size_t length = sequenceLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
}

} // namespace signalbox
