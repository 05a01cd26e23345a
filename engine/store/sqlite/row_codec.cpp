#include "engine/store/sqlite/row_codec.h"

#include "engine/base/hash.h"

#include <array>

namespace signalbox {

namespace {

// Persistent: never change a value.
enum class ColumnType : std::uint8_t { Null = 0, Integer = 1, Text = 2, Blob = 3 };

// `type`, then `value` in little endian.
template <typename Unsigned>
void appendTyped(std::vector<std::byte>& bytes, ColumnType type, Unsigned value) {
    std::array<std::byte, 1 + sizeof value> raw{static_cast<std::byte>(type)};
    for (std::size_t i = 0; i < sizeof value; ++i)
        raw[i + 1] = static_cast<std::byte>(value >> (8 * i));
    // At once and not byte by byte: this runs a dozen times for each of a million rows that are read at start.
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

} // namespace

void RowBytes::addNull() {
    m_bytes.push_back(static_cast<std::byte>(ColumnType::Null));
}

void RowBytes::addInteger(std::int64_t value) {
    appendTyped(m_bytes, ColumnType::Integer, static_cast<std::uint64_t>(value));
}

void RowBytes::addText(std::string_view text) {
    appendTyped(m_bytes, ColumnType::Text, static_cast<std::uint32_t>(text.size()));
    append(std::as_bytes(std::span(text)));
}

void RowBytes::addBlob(std::span<const std::byte> bytes) {
    appendTyped(m_bytes, ColumnType::Blob, static_cast<std::uint32_t>(bytes.size()));
    append(bytes);
}

void RowBytes::append(std::span<const std::byte> bytes) {
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
}

std::int64_t RowBytes::crc() const {
    return static_cast<std::int32_t>(crc32(m_bytes));
}

void RowWriter::null() {
    m_bytes.addNull();
    m_query.bindNull(m_parameter++);
}

void RowWriter::integer(std::int64_t value) {
    m_bytes.addInteger(value);
    m_query.bindInteger(m_parameter++, value);
}

void RowWriter::text(std::string_view value) {
    m_bytes.addText(value);
    m_query.bindText(m_parameter++, value);
}

void RowWriter::blob(std::span<const std::byte> value) {
    m_bytes.addBlob(value);
    m_query.bindBlob(m_parameter++, value);
}

int RowWriter::crc() {
    m_query.bindInteger(m_parameter++, m_bytes.crc());
    return m_parameter;
}

std::int64_t RowReader::integer() {
    const std::int64_t value = m_query.integer(m_column++);
    m_bytes.addInteger(value);
    return value;
}

std::optional<std::int64_t> RowReader::optionalInteger() {
    if (!m_query.isNull(m_column)) return integer();
    ++m_column;
    m_bytes.addNull();
    return std::nullopt;
}

std::string_view RowReader::text() {
    const std::string_view value = m_query.text(m_column++);
    m_bytes.addText(value);
    return value;
}

std::optional<std::span<const std::byte>> RowReader::blob() {
    if (m_query.isNull(m_column)) {
        ++m_column;
        m_bytes.addNull();
        return std::nullopt;
    }
    const std::span<const std::byte> value = m_query.blob(m_column++);
    m_bytes.addBlob(value);
    return value;
}

void RowReader::skip() {
    switch (m_query.type(m_column)) {
    case Query::Type::Null:
        ++m_column;
        m_bytes.addNull();
        return;
    case Query::Type::Integer:
        (void)integer();
        return;
    case Query::Type::Text:
        (void)text();
        return;
    case Query::Type::Blob:
        (void)blob();
        return;
    }
}

bool RowReader::isIntact() {
    return m_query.integer(m_column++) == m_bytes.crc() && m_isIntact;
}

} // namespace signalbox
