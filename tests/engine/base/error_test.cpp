#include "engine/base/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr auto kFirst = std::to_underlying(ErrorCode::InvalidArgument);
constexpr auto kLast = std::to_underlying(ErrorCode::DiskFull);

TEST(Error, EveryCodeHasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (auto code = kFirst; code <= kLast; ++code)
        names.insert(name(static_cast<ErrorCode>(code)));
    EXPECT_EQ(names.size(), std::size_t{kLast});
}

TEST(Error, FailCarriesWhatItWasGiven) {
    const Status status = fail(ErrorCode::Locked, "bugs.db is open elsewhere", "close it there");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error(), (Error{ErrorCode::Locked, "bugs.db is open elsewhere", "close it there"}));
}

// Persistent values: stores and other programs know them by number.
TEST(Error, CodesKeepTheirNumbers) {
    EXPECT_EQ(std::to_underlying(ErrorCode::InvalidArgument), 1);
    EXPECT_EQ(std::to_underlying(ErrorCode::OutcomeUnknown), 10);
    EXPECT_EQ(std::to_underlying(ErrorCode::Internal), 18);
    EXPECT_EQ(std::to_underlying(ErrorCode::DiskFull), 19);
}

} // namespace
} // namespace signalbox
