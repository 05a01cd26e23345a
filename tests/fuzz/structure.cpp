// A definition's structure as JSON: kept in a store, exported, sent.

#include "engine/chart/structure.h"

#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace signalbox;
    const Json json = Json::parse(data, data + size, nullptr, false);
    if (json.is_discarded()) return 0;
    const auto structure = structureFromJson(json);
    if (!structure) return 0;
    const auto again = structureFromJson(toJson(*structure));
    fuzz::require(again && toJson(*again) == toJson(*structure), "a structure that was read is written the same");
    return 0;
}
