// Messages as a client or a server may send them, whoever that is.

#include "engine/remote/wire/definitions.h"
#include "engine/remote/wire/lists.h"
#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/requests.h"
#include "engine/remote/wire/values.h"
#include "tests/fuzz/fuzz_target.h"

#include <array>
#include <string>

namespace signalbox {
namespace {

// What was understood is written so that it is understood the same.
template <typename Message>
void understand(const std::string& bytes) {
    Message message;
    if (!message.ParseFromString(bytes)) return;
    wire::Faults faults;
    const auto value = wire::decode(message, faults);
    if (faults.first()) return;
    Message written;
    wire::encode(value, written);
    const auto again = wire::decode(written, faults);
    fuzz::require(!faults.first(), "what was written is understood");
    Message twice;
    wire::encode(again, twice);
    // Maps have no order on the wire.
    fuzz::require(twice.DebugString() == written.DebugString(), "a value that was read twice is the same");
}

constexpr std::array kAll{
    understand<v1::CreateRequest>,    understand<v1::FireRequest>,      understand<v1::ActRequest>,
    understand<v1::MigrateRequest>,   understand<v1::DeployRequest>,    understand<v1::SetTimerRequest>,
    understand<v1::MoveTimerRequest>, understand<v1::EffectActRequest>, understand<v1::EffectsRequest>,
    understand<v1::ListRequest>,      understand<v1::EnumerateRequest>, understand<v1::ExplainRequest>,
    understand<v1::WatchBatch>,       understand<v1::HistoryReply>,     understand<v1::EffectsReply>,
    understand<v1::PreviewReply>};

} // namespace
} // namespace signalbox

// The first byte says which message the others are.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    signalbox::kAll[data[0] % signalbox::kAll.size()](std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
    return 0;
}
