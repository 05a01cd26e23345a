#include "engine/chart/json_pointer.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace signalbox {
namespace {

std::string unescaped(std::string_view raw) {
    std::string token;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool isEscape = raw[i] == '~' && i + 1 < raw.size();
        token += isEscape ? (raw[++i] == '1' ? '/' : '~') : raw[i];
    }
    return token;
}

// The first token of "/a~1b/c" as "a/b"; `pointer` becomes the rest, "/c".
std::string takeToken(std::string_view& pointer) {
    const std::size_t end = pointer.find('/', 1);
    const std::string_view raw = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
    pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
    return raw.contains('~') ? unescaped(raw) : std::string(raw);
}

std::optional<std::size_t> arrayIndex(const std::string& token) {
    std::size_t index = 0;
    const char* const end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, index);
    const bool hasLeadingZero = token.size() > 1 && token.front() == '0';
    if (error != std::errc{} || stop != end || hasLeadingZero) return std::nullopt;
    return index;
}

const Json* child(const Json& parent, const std::string& token) {
    if (parent.is_object()) {
        const auto found = parent.find(token);
        return found == parent.end() ? nullptr : &*found;
    }
    if (!parent.is_array()) return nullptr;
    const auto index = arrayIndex(token);
    return index && *index < parent.size() ? &parent[*index] : nullptr;
}

// Where `token` may be written: made in an object, appended for "-" and for the index behind an array's last.
Json* ensureChild(Json& parent, const std::string& token) {
    if (parent.is_object()) return &parent[token];
    if (!parent.is_array()) return nullptr;
    const auto index = token == "-" ? parent.size() : arrayIndex(token);
    if (!index || *index > parent.size()) return nullptr;
    if (*index == parent.size()) parent.push_back(nullptr);
    return &parent[*index];
}

// Whether the way exists up to a container from which the rest can be made; null becomes an object.
bool canReach(const Json& root, std::string_view pointer) {
    const Json* at = &root;
    while (!pointer.empty()) {
        const std::string token = takeToken(pointer);
        if (at->is_null()) return true;
        if (at->is_array() && (token == "-" || arrayIndex(token) == at->size())) return true;
        if (at->is_object() && !at->contains(token)) return true;
        at = child(*at, token);
        if (at == nullptr) return false;
    }
    return true;
}

} // namespace

bool isJsonPointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (std::size_t i = text.find('~'); i != std::string_view::npos; i = text.find('~', i + 1)) {
        if (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1')) return false;
    }
    return true;
}

const Json* findJson(const Json& root, std::string_view pointer) {
    if (!isJsonPointer(pointer)) return nullptr;
    const Json* at = &root;
    while (at != nullptr && !pointer.empty())
        at = child(*at, takeToken(pointer));
    return at;
}

bool setJson(Json& root, std::string_view pointer, Json value) {
    if (!canReach(root, pointer)) return false;
    Json* at = &root;
    while (!pointer.empty()) {
        if (at->is_null()) *at = Json::object();
        at = ensureChild(*at, takeToken(pointer));
    }
    *at = std::move(value);
    return true;
}

bool removeJson(Json& root, std::string_view pointer) {
    if (pointer.empty() || findJson(root, pointer) == nullptr) return false;
    const std::size_t last = pointer.rfind('/');
    Json& parent = const_cast<Json&>(*findJson(root, pointer.substr(0, last)));
    std::string_view rest = pointer.substr(last);
    const std::string token = takeToken(rest);
    if (parent.is_object()) parent.erase(token);
    if (parent.is_array()) parent.erase(*arrayIndex(token));
    return true;
}

} // namespace signalbox
