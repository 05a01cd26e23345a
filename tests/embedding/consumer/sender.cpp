// A program that sends what its workflows ask for: here, one request that must not be sent.

#include "engine/base/clock.h"
#include "engine/effects/senders.h"

#include <future>
#include <iostream>

using namespace signalbox;

class NoSecrets final : public SecretSource {
public:
    Result<std::string> secret(std::string_view) const override { return fail(ErrorCode::NotFound, "there are none"); }
};

int main() {
    const SystemClock clock;
    const NoSecrets secrets;
    const auto senders = Senders::open({}, secrets, clock).value();
    OutgoingEffect effect;
    effect.kind = EffectKind::Webhook;
    effect.payload = {{"url", "https://127.0.0.1/"}};
    std::promise<SendResult> told;
    senders->send(std::move(effect), [&told](SendResult result) { told.set_value(std::move(result)); });
    std::cout << told.get_future().get().error << "\n";
}
