// Cursors of lists and continuation tokens: callers hand them back, and may have changed them.

#include "engine/store/catalogue.h"
#include "engine/store/catalogue/token.h"
#include "tests/fuzz/fuzz_target.h"

#include <string>

namespace signalbox::fuzz {
namespace {

constexpr std::uint8_t kSorts = 11;
constexpr int kWorkflows = 7;

const Catalogue& catalogue() {
    static const auto* const kCatalogue = [] {
        auto* made = new Catalogue("00112233445566778899aabbccddeeff"); // for the process: libFuzzer never ends it
        ChartStructure structure;
        structure.name = "bug";
        structure.states.resize(2);
        structure.states[0].name = "Open";
        structure.states[1].name = "Closed";
        made->addDefinition(DefinitionKey(1), structure);
        for (std::uint64_t key = 1; key <= kWorkflows; ++key) {
            TurnWrite turn;
            turn.kind = TurnWrite::Kind::Create;
            turn.after.key = WorkflowKey(key);
            turn.after.id = "BUG-" + std::to_string(key);
            turn.after.definition = DefinitionKey(1);
            turn.after.snapshot.configuration = {StateIndex(key % 2)};
            turn.after.assignee = key % 3 == 0 ? "sue" : "";
            turn.change.seq = Seq(key);
            made->apply(std::span(&turn, 1));
        }
        return made;
    }();
    return *kCatalogue;
}

std::string hexOf(std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

// A token that was given, with some of its characters exchanged: pairs of place and character.
std::string spoilt(std::string token, std::span<const std::uint8_t> changes) {
    for (std::size_t i = 0; i + 1 < changes.size() && !token.empty(); i += 2)
        token[changes[i] % token.size()] = static_cast<char>(changes[i + 1]);
    return token;
}

ListRequest pageOf(ListSort sort) {
    ListRequest request;
    request.sort = sort;
    request.limit = 3;
    return request;
}

void tryCursor(ListSort sort, std::string token) {
    ListRequest request = pageOf(sort);
    request.start = std::move(token);
    const auto page = catalogue().list(request, Time{});
    require(page || page.error().code == ErrorCode::InvalidArgument, "a cursor is taken or refused as such");
    require(!page || (page->rows.size() <= 3 && page->total == kWorkflows), "a page is a page of this list");
}

void tryEnumerate(std::string token) {
    EnumerateRequest request;
    request.token = std::move(token);
    request.limit = 3;
    const auto page = catalogue().enumerate(request);
    require(page || page.error().code == ErrorCode::InvalidArgument, "a token is taken or refused as such");
    require(!page || page->items.size() <= 3, "a page has at most what was asked for");
}

} // namespace
} // namespace signalbox::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace signalbox;
    using namespace signalbox::fuzz;
    if (size < 2) return 0;
    const ListSort sort{.key = static_cast<SortKey>(data[0] % kSorts), .descending = (data[0] & 0x80) != 0};
    const std::span rest(data + 1, size - 1);
    tryCursor(sort, hexOf(rest));
    tryEnumerate(hexOf(rest));
    tryCursor(sort, spoilt(catalogue().list(pageOf(sort), Time{}).value().next, rest));
    tryEnumerate(spoilt(catalogue().enumerate({.token = {}, .limit = 3, .isResident = {}}).value().token, rest));
    return 0;
}
