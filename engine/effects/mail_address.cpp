#include "engine/effects/mail_address.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {
namespace {

constexpr std::string_view kBlanks = " \t";
// Lengths of RFC 5321, 4.5.3.1.
constexpr std::size_t kLongestLocal = 64;
constexpr std::size_t kLongestDomain = 255;

bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// A dot-atom of RFC 5322, 3.2.3.
bool isDotAtom(std::string_view text, std::string_view signs) {
    const auto fits = [&](char c) { return isAlphanumeric(c) || c == '.' || signs.contains(c); };
    return !text.empty() && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..") &&
           std::ranges::all_of(text, fits);
}

std::string unquoted(std::string_view name) {
    if (name.size() < 2 || !name.starts_with('"') || !name.ends_with('"')) return std::string(name);
    std::string plain;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size()) ++i;
        plain += name[i];
    }
    return plain;
}

std::unexpected<Error> noAddress(std::string_view text) {
    // On one line, whatever is in it.
    std::string shown;
    for (const char c : text)
        shown += static_cast<unsigned char>(c) < ' ' ? '?' : c;
    return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no mail address", shown));
}

// At the commas that are neither in quotes nor in an address.
std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    bool isQuoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isQuoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            isQuoted = !isQuoted;
        else if (text[i] == ',' && !isQuoted) {
            parts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    parts.push_back(text.substr(begin));
    return parts;
}

Status addRecipients(const Json& text, std::string_view ownDomain, std::vector<MailAddress>& recipients) {
    if (!text.is_string()) return fail(ErrorCode::InvalidArgument, "a recipient of a mail is no text");
    for (const std::string_view part : split(text.get_ref<const std::string&>())) {
        if (!breaksLines(part) && trimmed(part).empty()) continue;
        auto recipient = parseMailAddress(part, ownDomain);
        if (!recipient) return std::unexpected(recipient.error());
        recipients.push_back(*std::move(recipient));
    }
    return {};
}

} // namespace

bool breaksLines(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

Result<MailAddress> parseMailAddress(std::string_view text, std::string_view ownDomain) {
    const std::string_view whole = trimmed(text);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
    if (std::ranges::any_of(whole, isControl)) return noAddress(text);
    MailAddress found;
    std::string_view address = whole;
    if (whole.ends_with('>')) {
        const auto open = whole.rfind('<');
        if (open == std::string_view::npos) return noAddress(text);
        address = whole.substr(open + 1, whole.size() - open - 2);
        found.name = unquoted(trimmed(whole.substr(0, open)));
    }
    const auto at = address.find('@');
    if (at == std::string_view::npos && ownDomain.empty()) return noAddress(text);
    found.local = address.substr(0, at);
    found.domain = at == std::string_view::npos ? ownDomain : address.substr(at + 1);
    const bool fits = isDotAtom(found.local, "!#$%&'*+-/=?^_`{|}~") && isDotAtom(found.domain, "-") &&
                      found.local.size() <= kLongestLocal && found.domain.size() <= kLongestDomain;
    if (!fits) return noAddress(text);
    return found;
}

Result<std::vector<MailAddress>> parseRecipients(const Json& to, std::string_view ownDomain) {
    std::vector<MailAddress> recipients;
    if (!to.is_array()) {
        if (auto added = addRecipients(to, ownDomain, recipients); !added) return std::unexpected(added.error());
    } else {
        for (const Json& text : to)
            if (auto added = addRecipients(text, ownDomain, recipients); !added) return std::unexpected(added.error());
    }
    if (recipients.empty()) return fail(ErrorCode::InvalidArgument, "a mail to nobody");
    return recipients;
}

} // namespace signalbox
