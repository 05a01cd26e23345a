#pragma once

#include "engine/base/clock.h"
#include "engine/base/strong_id.h"
#include "engine/store/sqlite/statement.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace signalbox {

// The bytes of a row that its CRC and the hash chain are made over: one column behind the other. FORMAT.md, "Row
// bytes".
class RowBytes {
public:
    void clear() { m_size = 0; }
    void addNull();
    void addInteger(std::int64_t value);
    void addText(std::string_view text);
    void addBlob(std::span<const std::byte> bytes);

    [[nodiscard]] std::span<const std::byte> bytes() const { return std::span(m_bytes).first(m_size); }
    // As the column `crc` keeps it: CRC-32 read as a signed number, which SQLite stores in four bytes.
    [[nodiscard]] std::int64_t crc() const;

private:
    // Room for `size` more bytes, which count as added.
    [[nodiscard]] std::byte* grow(std::size_t size);
    void append(std::span<const std::byte> bytes);

    std::vector<std::byte> m_bytes; // never shrinks: a million rows are read through it at start
    std::size_t m_size = 0;
};

// Binds the columns of one row in order to parameters 1, 2, ... and keeps their bytes.
// Lifetime: text and blobs live until the query ran.
class RowWriter {
public:
    RowWriter(Query& query, RowBytes& bytes) : m_query(query), m_bytes(bytes) { m_bytes.clear(); }

    void null();
    void integer(std::int64_t value);
    void text(std::string_view value);
    void blob(std::span<const std::byte> value);
    void time(Time value) { integer(value.time_since_epoch().count()); }

    template <typename Tag, typename Number>
    void id(StrongId<Tag, Number> value) {
        integer(static_cast<std::int64_t>(value.value()));
    }
    template <typename Tag, typename Number>
    void id(std::optional<StrongId<Tag, Number>> value) {
        value ? id(*value) : null();
    }

    // The last column: the CRC of those before.  Returns: the number of the next parameter.
    int crc();
    // The CRC and the late column behind it, which is NULL if `late` is empty. FORMAT.md, "Row bytes".
    // Returns: the number of the next parameter.
    int crcAndLate(std::span<const std::byte> late);

private:
    Query& m_query;
    RowBytes& m_bytes;
    int m_parameter = 1;
};

// Reads the columns of one row in order and keeps their bytes, to check the CRC that stands behind them.
class RowReader {
public:
    RowReader(const Query& query, RowBytes& bytes, int firstColumn = 0)
        : m_query(query)
        , m_bytes(bytes)
        , m_column(firstColumn) {
        m_bytes.clear();
    }

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] std::optional<std::int64_t> optionalInteger();
    [[nodiscard]] std::string_view text();
    // No value: NULL.
    [[nodiscard]] std::optional<std::span<const std::byte>> blob();
    // The late column, from behind the CRC; no value: NULL, or the store is of a format without it. The CRC is still
    // the next column: call it between the last one before and isIntact().
    [[nodiscard]] std::optional<std::span<const std::byte>> lateBlob();
    // Whatever type the column has; only its bytes count.
    void skip();
    [[nodiscard]] Time time() { return Time{Duration{integer()}}; }

    template <typename Id>
    [[nodiscard]] Id id() {
        return Id(static_cast<typename Id::value_type>(integer()));
    }
    template <typename Id>
    [[nodiscard]] std::optional<Id> optionalId() {
        const auto value = optionalInteger();
        return value ? std::optional(Id(static_cast<typename Id::value_type>(*value))) : std::nullopt;
    }
    // A value beyond `last` makes the row not intact.
    template <typename Enum>
    [[nodiscard]] Enum enumerator(Enum last) {
        const std::int64_t value = integer();
        m_isIntact = m_isIntact && value >= 0 && value <= static_cast<std::int64_t>(last);
        return m_isIntact ? static_cast<Enum>(value) : Enum{};
    }

    // Of the columns read so far.
    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes.bytes(); }
    // Reads the CRC column.  Returns: it holds, and so does every enumerator.
    [[nodiscard]] bool isIntact();

private:
    const Query& m_query;
    RowBytes& m_bytes;
    int m_column;
    bool m_isIntact = true;
};

} // namespace signalbox
