#include "engine/remote/client/name_resolver.h"

#include "engine/base/mutex.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <thread>
#include <utility>

namespace signalbox {
namespace {

struct Asked {
    Mutex mutex;
    ConditionVariable isAnswered;
    std::optional<ResolvedName> answer GUARDED_BY(mutex);
};

ResolvedName ask(const std::string& host, const std::string& port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
    if (error != 0) return {.error = error};
    return {.addresses = std::shared_ptr<addrinfo>(found, freeaddrinfo)};
}

} // namespace

std::optional<ResolvedName> resolveName(const std::string& host, int port, const Patience& patience) {
    const auto asked = std::make_shared<Asked>();
    std::thread([asked, host, service = fmt::to_string(port)] {
        ResolvedName answer = ask(host, service);
        const MutexLock lock(asked->mutex);
        asked->answer = std::move(answer);
        asked->isAnswered.notify_all();
    }).detach();
    MutexLock lock(asked->mutex);
    while (!asked->answer && !patience.isOver())
        asked->isAnswered.wait_until(lock, patience.nextLook());
    return asked->answer;
}

} // namespace signalbox
