#include "engine/base/hash.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

// Source: FIPS 180-4, example "abc".
TEST(Hash, Sha256MatchesTheStandard) {
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, Sha256OfPartsIsThatOfTheWhole) {
    const std::string_view first = "a";
    const std::string_view rest = "bc";
    const std::array parts{std::as_bytes(std::span(first)), std::as_bytes(std::span(rest))};
    EXPECT_EQ(sha256(parts), sha256("abc"));
}

// Source: the check value of CRC-32/ISO-HDLC.
TEST(Hash, Crc32MatchesTheCheckValue) {
    const std::string_view check = "123456789";
    const auto bytes = std::as_bytes(std::span(check));
    EXPECT_EQ(crc32(bytes), 0xCBF43926U);
    EXPECT_EQ(crc32(bytes.subspan(4), crc32(bytes.first(4))), 0xCBF43926U);
}

} // namespace
} // namespace signalbox
