#include "engine/effects/header_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace signalbox {
namespace {

constexpr std::size_t kLineLength = 76;
constexpr std::string_view kEnd = "\r\n";
// Of UTF-8 in one encoded word: 64 characters with what stands around them, which fit behind "Subject: ".
constexpr std::size_t kWordBytes = 39;

bool isPrintable(char c) {
    return c >= ' ' && c <= '~';
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::string_view group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= group.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

// Readable as it is: no encoded word by accident, no blank that folding would lose, no word too long for a line.
bool isPlain(std::string_view text) {
    if (!std::ranges::all_of(text, isPrintable) || text.contains("=?") || text.contains("  ")) return false;
    if (text.starts_with(' ') || text.ends_with(' ')) return false;
    std::size_t length = 0;
    for (const char c : text) {
        length = c == ' ' ? 0 : length + 1;
        if (length > kWordBytes) return false;
    }
    return true;
}

// Cut between characters, as each word must be readable alone.
std::vector<std::string> encodedWords(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        std::size_t length = std::min(kWordBytes, text.size());
        const auto isInside = [&](std::size_t at) {
            return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        };
        while (length > 1 && isInside(length))
            --length;
        words.push_back(fmt::format("=?UTF-8?B?{}?=", base64(text.substr(0, length))));
        text.remove_prefix(length);
    }
    return words;
}

std::vector<std::string> wordsOf(std::string_view text) {
    if (!isPlain(text)) return encodedWords(text);
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c == ' ')
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

// A name before an address.
std::vector<std::string> phraseOf(std::string_view name) {
    constexpr std::string_view kSpecials = "()<>[]:;@\\,.\"";
    if (name.empty()) return {};
    if (!isPlain(name) || name.find_first_of(kSpecials) == std::string_view::npos) return wordsOf(name);
    std::string quoted;
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return {fmt::format("\"{}\"", quoted)};
}

// Words with a blank between them, on as many lines as they need.
std::string folded(std::string_view name, const std::vector<std::string>& words) {
    std::string header = fmt::format("{}:", name);
    std::size_t length = header.size();
    for (const std::string& word : words) {
        const bool isFull = length + 1 + word.size() > kLineLength;
        // A line of the name alone is lost on some readers.
        if (isFull && length != name.size() + 1) {
            header += kEnd;
            length = 0;
        }
        header += ' ';
        header += word;
        length += 1 + word.size();
    }
    return header += kEnd;
}

} // namespace

std::string textHeader(std::string_view name, std::string_view text) {
    return folded(name, wordsOf(text));
}

std::string addressHeader(std::string_view name, const std::vector<MailAddress>& addresses) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto phrase = phraseOf(addresses[i].name);
        words.insert(words.end(), phrase.begin(), phrase.end());
        words.push_back(phrase.empty() ? addresses[i].address() : fmt::format("<{}>", addresses[i].address()));
        if (i + 1 < addresses.size()) words.back() += ',';
    }
    return folded(name, words);
}

std::string quotedPrintable(std::string_view text) {
    std::string body;
    std::size_t length = 0;
    const auto put = [&](std::string_view part) {
        if (length + part.size() > kLineLength - 1) {
            body += "=\r\n";
            length = 0;
        }
        body += part;
        length += part.size();
    };
    const auto isEnd = [&](std::size_t at) { return at >= text.size() || text[at] == '\n' || text[at] == '\r'; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
            body += kEnd;
            length = 0;
        } else if ((isPrintable(c) && c != '=' && c != ' ') || ((c == ' ' || c == '\t') && !isEnd(i + 1))) {
            put(std::string_view(&c, 1));
        } else {
            put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
        }
    }
    return body.ends_with(kEnd) ? body : body += kEnd;
}

} // namespace signalbox
