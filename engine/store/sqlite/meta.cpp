#include "engine/store/sqlite/meta.h"

#include "engine/base/hash.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/row_codec.h"
#include "engine/store/sqlite/statement.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <system_error>

namespace signalbox {

namespace {

// Since then every store has a key for reply addresses.
constexpr std::int64_t kReplyKeyVersion = 3;
constexpr std::size_t kReplyKeyBytes = 32;

using Values = std::map<std::string, std::string, std::less<>>;

std::unexpected<Error> damaged(const Database& database, std::string_view what) {
    return fail(ErrorCode::Corrupt, fmt::format("{}: table meta: {}", database.path(), what),
                "Restore the newest backup, and keep this file.");
}

Result<Values> readValues(Database& database) {
    Values values;
    Statement statement(database, "SELECT name, value, crc FROM meta");
    Query query(statement);
    RowBytes bytes;
    for (;;) {
        const Result<bool> hasRow = query.next();
        if (!hasRow) return std::unexpected(hasRow.error());
        if (!*hasRow) return values;
        RowReader row(query, bytes);
        std::string name(row.text());
        std::string value(row.text());
        if (!row.isIntact()) return damaged(database, name + ": its checksum does not hold");
        values.emplace(std::move(name), std::move(value));
    }
}

template <typename Number>
std::optional<Number> findNumber(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    const std::string& text = found->second;
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool isStoreId(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<std::string> bytesOf(std::string_view digits) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        unsigned value = 0;
        const char* const end = digits.data() + at + 2;
        if (std::from_chars(digits.data() + at, end, value, 16).ptr != end) return std::nullopt;
        bytes.push_back(static_cast<char>(value));
    }
    return bytes.size() * 2 == digits.size() ? std::optional(bytes) : std::nullopt;
}

std::optional<std::string> findReplyKey(const Values& values) {
    const auto found = values.find("reply_key");
    auto key = found == values.end() ? std::nullopt : bytesOf(found->second);
    return key && key->size() == kReplyKeyBytes ? key : std::nullopt;
}

Result<std::string> randomBytes(std::size_t count, std::string_view purpose) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1) return bytes;
    return fail(ErrorCode::Io, fmt::format("the system gives no random numbers for {}", purpose));
}

std::string digitsOf(std::string_view bytes) {
    return hex(std::as_bytes(std::span(bytes)));
}

Status put(Database& database, std::string_view name, std::string_view value) {
    Statement statement(database, "REPLACE INTO meta (name, value, crc) VALUES (?1, ?2, ?3)");
    Query query(statement);
    RowBytes bytes;
    RowWriter row(query, bytes);
    row.text(name);
    row.text(value);
    row.crc();
    return query.finish();
}

std::string text(Time time) {
    return std::to_string(time.time_since_epoch().count());
}

} // namespace

Result<StoreMeta> readMeta(Database& database) {
    // Before the values: another program may be migrating the store.
    const auto version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    const Result<Values> values = readValues(database);
    if (!values) return std::unexpected(values.error());
    const auto storeId = values->find("store_id");
    const auto epoch = findNumber<std::uint64_t>(*values, "epoch");
    const auto generation = findNumber<std::uint64_t>(*values, "generation");
    const auto created = findNumber<std::int64_t>(*values, "created");
    if (storeId == values->end() || !isStoreId(storeId->second))
        return damaged(database, "the store's identity is missing");
    if (!epoch || !generation || !created) return damaged(database, "a value is missing");
    StoreMeta meta{
        .storeId = storeId->second, .epoch = *epoch, .generation = *generation, .created = Time{Duration{*created}}};
    if (const auto backupOf = findNumber<std::int64_t>(*values, "backup")) meta.backupOf = Time{Duration{*backupOf}};
    if (*version < kReplyKeyVersion) return meta;
    auto key = findReplyKey(*values);
    if (!key) return damaged(database, "the key for reply addresses is missing");
    meta.replyKey = *std::move(key);
    return meta;
}

Status writeMeta(Database& database, const StoreMeta& meta) {
    if (Status done = database.run("DELETE FROM meta"); !done) return done;
    if (Status done = put(database, "store_id", meta.storeId); !done) return done;
    if (Status done = put(database, "epoch", std::to_string(meta.epoch)); !done) return done;
    if (Status done = writeGeneration(database, meta.generation); !done) return done;
    if (Status done = put(database, "created", text(meta.created)); !done) return done;
    if (!meta.replyKey.empty())
        if (Status done = writeReplyKey(database, meta.replyKey); !done) return done;
    return meta.backupOf ? put(database, "backup", text(*meta.backupOf)) : Status{};
}

Status writeGeneration(Database& database, std::uint64_t generation) {
    return put(database, "generation", std::to_string(generation));
}

Status writeReplyKey(Database& database, const std::string& key) {
    return put(database, "reply_key", digitsOf(key));
}

Result<std::string> freshStoreId() {
    const Result<std::string> bytes = randomBytes(16, "a store's identity");
    return bytes ? digitsOf(*bytes) : bytes;
}

Result<std::string> freshReplyKey() {
    return randomBytes(kReplyKeyBytes, "reply addresses");
}

} // namespace signalbox
