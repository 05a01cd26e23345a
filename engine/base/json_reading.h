#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// Reads the members of a JSON object that was written by toJson(): on after a fault, with the member at its default,
// and keeps the first one.
class MemberReader {
public:
    // `what`: the object's name in messages.
    MemberReader(const Json& json, std::string_view what) : m_json(json), m_what(what) {
        if (!json.is_object()) refuse("", "is no object");
    }

    // Null if absent.
    [[nodiscard]] const Json* find(const char* key) {
        const auto found = m_json.is_object() ? m_json.find(key) : m_json.end();
        return !m_json.is_object() || found == m_json.end() ? nullptr : &*found;
    }
    void read(const char* key, std::string& value) {
        const Json* const found = find(key);
        if (found == nullptr) return;
        if (!found->is_string()) return refuse(key, "is no text");
        value = found->get<std::string>();
    }
    void read(const char* key, bool& value) {
        const Json* const found = find(key);
        if (found == nullptr) return;
        if (!found->is_boolean()) return refuse(key, "is neither true nor false");
        value = found->get<bool>();
    }
    // A number from 0 that is below `end`.
    void read(const char* key, std::uint64_t& value, std::uint64_t end) {
        const Json* const found = find(key);
        if (found == nullptr) return;
        const bool isNumber = found->is_number_integer() && (found->is_number_unsigned() || *found >= 0);
        if (!isNumber || found->get<std::uint64_t>() >= end) return refuse(key, "is no number of its range");
        value = found->get<std::uint64_t>();
    }
    // Calls `visit` with each element of an array; an absent one has none.
    template <typename Visitor>
    void each(const char* key, const Visitor& visit) {
        const Json* const found = find(key);
        if (found == nullptr) return;
        if (!found->is_array()) return refuse(key, "is no list");
        for (const Json& element : *found)
            visit(element);
    }
    void refuse(std::string_view key, std::string_view reason) {
        if (m_fault.empty()) m_fault = fmt::format("{}: member '{}' {}", m_what, key, reason);
    }
    // What this Signalbox does not know, or would write differently, must not be lost unnoticed. `again`: what was
    // read, written again.
    void refuseUnlike(const Json& again) {
        if (!m_fault.empty() || m_json == again) return;
        refuse(Json::diff(m_json, again).front().at("path").get<std::string>(), "is unknown or not in its normal form");
    }
    [[nodiscard]] const std::string& fault() const { return m_fault; }

private:
    const Json& m_json;
    std::string_view m_what;
    std::string m_fault;
};

} // namespace signalbox
