// A process that sends, for tests that need one to end: signalbox_courier_program FILE ADDRESS COUNT. Asks ADDRESS,
// HOST:PORT on loopback, for COUNT things and waits to be killed; with COUNT 0 it sends what is left in the store, then
// one more, to /last, and ends.

#include "tests/support/sending_engine.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

namespace signalbox {
namespace {

void run(const std::string& file, const std::string& address, int count) {
    EffectSettings settings;
    settings.allowedReceivers = {address};
    const std::string path = count > 0 ? "" : "last";
    SendingEngine engine(file, settings, {courierChart(fmt::format("http://{}/{}", address, path))});
    for (int i = 0; i < count; ++i)
        engine.fire("courier", fmt::format("C-{}", i % 7), "Send", {{"what", std::to_string(i)}}).value();
    while (count > 0)
        ::pause();
    engine.drain();
    engine.fire("courier", "last", "Send", {{"what", "the last"}}).value();
    engine.drain();
}

} // namespace
} // namespace signalbox

int main(int argc, char** argv) {
    if (argc < 4) return 1;
    try {
        signalbox::run(argv[1], argv[2], std::atoi(argv[3]));
        return 0;
    } catch (const std::bad_expected_access<signalbox::Error>& failure) {
        fmt::print(stderr, "{}\n", failure.error().message);
        return 2;
    }
}
