#include "engine/base/json_reading.h"
#include "engine/remote/access/token_file.h"
#include "engine/remote/access/utc_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace signalbox {
namespace {

constexpr std::uint64_t kFormat = 1;

Json timeJson(const std::optional<Time>& time) {
    return time ? Json(utcText(*time)) : Json();
}

// In the order of people's interest; Json would sort the names.
nlohmann::ordered_json recordJson(const TokenRecord& token) {
    nlohmann::ordered_json json;
    json["id"] = token.id;
    json["name"] = token.name;
    json["role"] = name(token.role);
    json["definitions"] = token.definitions;
    json["created"] = utcText(token.created);
    json["expires"] = timeJson(token.expires);
    json["revoked"] = timeJson(token.revoked);
    json["sha256"] = hex(token.hash);
    return json;
}

std::optional<Sha256> hashFrom(std::string_view digits) {
    Sha256 hash{};
    if (digits.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t place = 0; place < hash.size(); ++place) {
        const char* const first = digits.data() + 2 * place;
        std::uint8_t byte = 0;
        const auto read = std::from_chars(first, first + 2, byte, 16);
        if (read.ec != std::errc{} || read.ptr != first + 2) return std::nullopt;
        hash[place] = std::byte{byte};
    }
    return hash;
}

class RecordReader {
public:
    RecordReader(const Json& json, std::size_t number)
        : m_what(fmt::format("token {}", number))
        , m_json(json)
        , m_reader(json, m_what) {}

    TokenRecord read() {
        TokenRecord token;
        m_reader.read("id", token.id);
        m_reader.read("name", token.name);
        if (token.id.empty()) m_reader.refuse("id", "is missing");
        if (token.name.empty()) m_reader.refuse("name", "is missing");
        readRole(token.role);
        readDefinitions(token.definitions);
        std::optional<Time> created;
        readTime("created", created);
        if (!created) m_reader.refuse("created", "is missing");
        token.created = created.value_or(Time{});
        readTime("expires", token.expires);
        readTime("revoked", token.revoked);
        readHash(token.hash);
        refuseUnknown();
        return token;
    }
    [[nodiscard]] const std::string& fault() const { return m_reader.fault(); }

private:
    void readRole(Role& role) {
        std::string text;
        m_reader.read("role", text);
        if (const auto named = roleNamed(text))
            role = *named;
        else
            m_reader.refuse("role", "is none of viewer, operator, admin");
    }
    void readDefinitions(std::vector<std::string>& definitions) {
        m_reader.each("definitions", [&](const Json& each) {
            if (!each.is_string() || each.get_ref<const std::string&>().empty())
                return m_reader.refuse("definitions", "is no list of names");
            definitions.push_back(each.get<std::string>());
        });
    }
    void readTime(const char* key, std::optional<Time>& time) {
        const Json* const found = m_reader.find(key);
        if (found == nullptr || found->is_null()) return;
        time = found->is_string() ? timeFromUtc(found->get<std::string>()) : std::nullopt;
        if (!time) m_reader.refuse(key, "is no time like 2026-11-29T23:22:30Z");
    }
    void readHash(Sha256& hash) {
        std::string digits;
        m_reader.read("sha256", digits);
        if (const auto read = hashFrom(digits))
            hash = *read;
        else
            m_reader.refuse("sha256", "is no hash of 64 hexadecimal digits");
    }
    // A restriction that this program does not know must not be lost.
    void refuseUnknown() {
        static const std::set<std::string> kKnown{"id",      "name",    "role",    "definitions",
                                                  "created", "expires", "revoked", "sha256"};
        if (!m_json.is_object()) return;
        for (const auto& [key, value] : m_json.items())
            if (!kKnown.contains(key)) m_reader.refuse(key, "is not known");
    }

    std::string m_what;
    const Json& m_json;
    MemberReader m_reader;
};

std::unexpected<Error> wrong(const std::string& file, std::string_view what) {
    return fail(ErrorCode::InvalidArgument, fmt::format("{}: {}", file, what),
                "Mend the file, or put the one before in its place.");
}

std::unexpected<Error> unreadable(const std::string& file, std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
    return fail(ErrorCode::InvalidArgument,
                fmt::format("{}:{}: is not JSON", file, 1 + std::ranges::count(before, '\n')),
                "Mend the file, or put the one before in its place.");
}

Result<std::vector<TokenRecord>> readTokens(const Json& list, const std::string& file) {
    std::vector<TokenRecord> tokens;
    std::set<std::string> ids;
    for (const Json& each : list) {
        RecordReader reader(each, tokens.size() + 1);
        tokens.push_back(reader.read());
        if (!reader.fault().empty()) return wrong(file, reader.fault());
        if (!ids.insert(tokens.back().id).second)
            return wrong(file, fmt::format("token {}: another one has the id {}", tokens.size(), tokens.back().id));
    }
    return tokens;
}

} // namespace

std::string tokenFileText(const std::vector<TokenRecord>& tokens) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const TokenRecord& token : tokens)
        list.push_back(recordJson(token));
    nlohmann::ordered_json json;
    json["format"] = kFormat;
    json["tokens"] = std::move(list);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::vector<TokenRecord>> tokensFrom(std::string_view text, const std::string& file) {
    Json json;
    try {
        json = Json::parse(text);
    } catch (const Json::parse_error& error) {
        return unreadable(file, text, error.byte);
    }
    MemberReader reader(json, "the file");
    std::uint64_t format = 0;
    reader.read("format", format, UINT64_MAX);
    if (reader.fault().empty() && format != kFormat)
        return wrong(file, fmt::format("is of format {}, this Signalbox reads format {}", format, kFormat));
    const Json* const list = reader.find("tokens");
    if (list == nullptr || !list->is_array()) reader.refuse("tokens", "is no list");
    if (!reader.fault().empty()) return wrong(file, reader.fault());
    return readTokens(*list, file);
}

} // namespace signalbox
