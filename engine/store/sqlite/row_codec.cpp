#include "engine/store/sqlite/row_codec.h"

#include "engine/base/hash.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

// Persistent: never change a value.
enum class ColumnType : std::uint8_t { Null = 0, Integer = 1, Text = 2, Blob = 3 };

constexpr std::size_t kIntegerBytes = 9;
constexpr std::size_t kSizeBytes = 5; // before text and blobs

// `type`, then `value` in little endian.
template <typename Unsigned>
void put(std::byte* place, ColumnType type, Unsigned value) {
    place[0] = static_cast<std::byte>(type);
    for (std::size_t i = 0; i < sizeof value; ++i)
        place[i + 1] = static_cast<std::byte>(value >> (8 * i));
}

} // namespace

void RowBytes::addNull() {
    *grow(1) = static_cast<std::byte>(ColumnType::Null);
}

void RowBytes::addInteger(std::int64_t value) {
    put(grow(kIntegerBytes), ColumnType::Integer, static_cast<std::uint64_t>(value));
}

void RowBytes::addText(std::string_view text) {
    put(grow(kSizeBytes), ColumnType::Text, static_cast<std::uint32_t>(text.size()));
    append(std::as_bytes(std::span(text)));
}

void RowBytes::addBlob(std::span<const std::byte> bytes) {
    put(grow(kSizeBytes), ColumnType::Blob, static_cast<std::uint32_t>(bytes.size()));
    append(bytes);
}

std::byte* RowBytes::grow(std::size_t size) {
    if (m_size + size > m_bytes.size()) m_bytes.resize(2 * (m_size + size));
    return m_bytes.data() + std::exchange(m_size, m_size + size);
}

void RowBytes::append(std::span<const std::byte> bytes) {
    std::ranges::copy(bytes, grow(bytes.size()));
}

std::int64_t RowBytes::crc() const {
    return static_cast<std::int32_t>(crc32(bytes()));
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

int RowWriter::crcAndLate(std::span<const std::byte> late) {
    const int crcParameter = m_parameter++;
    // No bytes for NULL: the CRC stays that of a row of the first version.
    if (late.empty())
        m_query.bindNull(m_parameter++);
    else
        blob(late);
    m_query.bindInteger(crcParameter, m_bytes.crc());
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

std::optional<std::span<const std::byte>> RowReader::lateBlob() {
    const int column = m_column + 1;
    if (!m_query.hasColumn(column) || m_query.isNull(column)) return std::nullopt;
    const std::span<const std::byte> value = m_query.blob(column);
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
