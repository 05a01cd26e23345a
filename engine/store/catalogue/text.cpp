#include "engine/store/catalogue/text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace signalbox {

namespace {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

constexpr char foldAscii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr std::array<char, 256> kFolded = [] {
    std::array<char, 256> folded{};
    for (std::size_t i = 0; i < folded.size(); ++i)
        folded[i] = foldAscii(static_cast<char>(i));
    return folded;
}();

// Without a way out in the middle, which lets the compiler take many bytes at once.
bool isAllAscii(std::string_view text) {
    unsigned char all = 0;
    for (const char c : text)
        all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

// Requires: as many bytes as `needle` has stand at `text`.
bool startsFolded(const char* text, std::string_view needle) {
    for (const char c : needle)
        if (kFolded[static_cast<unsigned char>(*text++)] != c) return false;
    return true;
}

constexpr bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Code points that UTF-8 writes in two bytes, as its small letters are too.
constexpr unsigned foldTwoBytes(unsigned point) {
    if (point >= 0xC0 && point <= 0xDE && point != 0xD7) return point + 0x20;    // Latin-1
    if (point >= 0x391 && point <= 0x3A9 && point != 0x3A2) return point + 0x20; // Greek
    if (point >= 0x410 && point <= 0x42F) return point + 0x20;                   // Cyrillic
    if (point >= 0x400 && point <= 0x40F) return point + 0x50;                   // Cyrillic with marks
    return point;
}

std::string_view withoutLeadingZeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

} // namespace

std::string foldCase(std::string_view text) {
    std::string folded(text);
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const auto lead = static_cast<unsigned char>(folded[i]);
        const bool isPair = lead >= 0xC2 && lead <= 0xDF && i + 1 < folded.size() && isContinuation(folded[i + 1]);
        if (!isPair) {
            folded[i] = foldAscii(folded[i]);
            continue;
        }
        const unsigned point = ((lead & 0x1FU) << 6) | (static_cast<unsigned char>(folded[i + 1]) & 0x3FU);
        const unsigned small = foldTwoBytes(point);
        folded[i] = static_cast<char>(0xC0U | (small >> 6));
        folded[++i] = static_cast<char>(0x80U | (small & 0x3FU));
    }
    return folded;
}

bool containsFolded(std::string_view text, std::string_view needle) {
    if (!isAllAscii(text)) return foldCase(text).contains(needle);
    if (needle.empty()) return true;
    if (needle.size() > text.size()) return false;
    const char first = needle.front();
    const char* const end = text.data() + (text.size() - needle.size() + 1);
    for (const char* at = text.data(); at != end; ++at)
        if (kFolded[static_cast<unsigned char>(*at)] == first && startsFolded(at, needle)) return true;
    return false;
}

std::string naturalKey(std::string_view text) {
    const std::string folded = foldCase(text);
    std::string key;
    key.reserve(folded.size() + 8);
    for (std::size_t i = 0; i < folded.size();) {
        if (!isDigit(folded[i])) {
            key += folded[i++];
            continue;
        }
        const std::size_t end = std::min(folded.find_first_not_of("0123456789", i), folded.size());
        const std::string_view digits = withoutLeadingZeros(std::string_view(folded).substr(i, end - i));
        key += '0';
        key += static_cast<char>(std::min<std::size_t>(digits.size(), 255));
        key += digits;
        i = end;
    }
    return key;
}

bool isNaturallyLess(std::string_view left, std::string_view right) {
    const int order = naturalKey(left).compare(naturalKey(right));
    return order != 0 ? order < 0 : left < right;
}

} // namespace signalbox
