#include "engine/store/sqlite/cbor.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace signalbox {
namespace {

std::vector<Json> valuesOfEveryForm() {
    using Signed = std::numeric_limits<std::int64_t>;
    std::vector<Json> values{nullptr, true, false, "", "Joe", "Jos\u00e9", std::string(300, 'x'), 0.5, 0.1, -1e300};
    // Around every length that a head may have.
    for (const std::int64_t edge :
         {0LL, 23LL, 24LL, 255LL, 256LL, 65'535LL, 65'536LL, 4'294'967'295LL, 4'294'967'296LL}) {
        values.emplace_back(edge);
        values.emplace_back(static_cast<std::uint64_t>(edge));
        values.emplace_back(-edge);
        values.emplace_back(-edge - 1);
    }
    values.insert(values.end(), {Signed::min(), Signed::max(), std::numeric_limits<std::uint64_t>::max()});
    values.push_back(Json::array());
    values.push_back(Json::object());
    Json members;
    for (int i = 0; i < 30; ++i)
        members["member " + std::to_string(i)] = Json::array({i, -i, {{"deeper", Json::array({nullptr, 1.5})}}});
    values.push_back(std::move(members));
    return values;
}

TEST(Cbor, BytesAreThoseOfTheLibrary) {
    for (const Json& value : valuesOfEveryForm()) {
        std::vector<std::byte> bytes;
        appendCbor(bytes, value);
        const std::vector<std::uint8_t> expected = Json::to_cbor(value);
        ASSERT_EQ(bytes.size(), expected.size()) << value;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            ASSERT_EQ(std::to_integer<std::uint8_t>(bytes[i]), expected[i]) << value << ", byte " << i;
    }
}

} // namespace
} // namespace signalbox
