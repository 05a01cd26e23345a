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

// Source: RFC 4231, test cases 1, 2 and 6: a key that fills no block, a short one, and one longer than a block.
TEST(Hash, HmacSha256MatchesTheStandard) {
    EXPECT_EQ(hmacSha256(std::string(20, '\x0b'), "Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmacSha256("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmacSha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
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
