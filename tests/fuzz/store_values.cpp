// What a row of a store holds as CBOR: data, the detail of a change, a configuration, late columns. FORMAT.md,
// "Values".

#include "engine/base/cbor.h"
#include "engine/store/sqlite/cbor.h"
#include "engine/store/sqlite/late_column.h"
#include "tests/fuzz/fuzz_target.h"

namespace signalbox::fuzz {
namespace {

void tryValue(std::span<const std::byte> bytes) {
    const auto value = readCbor(bytes);
    if (!value) return;
    std::vector<std::byte> written;
    appendCbor(written, *value);
    const auto again = readCbor(written);
    // Not a number is not equal to itself: compared as text.
    require(again && again->dump(-1, ' ', false, Json::error_handler_t::replace) ==
                         value->dump(-1, ' ', false, Json::error_handler_t::replace),
            "a value that was read is written so that it reads the same");
}

void tryDetail(std::span<const std::byte> bytes) {
    ChangeRecord change;
    if (!readDetail(bytes, change)) return;
    std::vector<std::byte> written;
    appendDetail(written, change);
    ChangeRecord again;
    require(written.empty() || readDetail(written, again), "a detail that was read can be written and read");
    require(again.dataChanges.size() == change.dataChanges.size() && again.taken == change.taken &&
                again.log == change.log && again.leaves == change.leaves,
            "a detail that was read is written so that it reads the same");
}

void tryConfiguration(std::span<const std::byte> bytes) {
    const auto states = readConfiguration(bytes);
    if (!states) return;
    std::vector<std::byte> written;
    appendConfiguration(written, *states);
    require(readConfiguration(written) == states, "a configuration that was read is written so that it reads the same");
}

void tryProgress(std::span<const std::byte> bytes) {
    const auto progress = readProgress(bytes);
    if (!progress) return;
    std::vector<std::byte> written;
    appendProgress(written, *progress);
    require(readProgress(written) == progress,
            "an effect's progress that was read is written so that it reads the same");
}

void tryTimer(std::span<const std::byte> bytes) {
    TimerRequest timer;
    if (!readTimerContent(bytes, timer)) return;
    std::vector<std::byte> written;
    appendTimerContent(written, timer);
    TimerRequest again;
    require(readTimerContent(written, again) && again == timer,
            "a timer that was read is written so that it reads the same");
}

} // namespace
} // namespace signalbox::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    signalbox::fuzz::tryValue(bytes);
    signalbox::fuzz::tryDetail(bytes);
    signalbox::fuzz::tryConfiguration(bytes);
    signalbox::fuzz::tryProgress(bytes);
    signalbox::fuzz::tryTimer(bytes);
    return 0;
}
