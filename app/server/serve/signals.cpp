#include "app/server/serve/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace signalbox {

Result<std::unique_ptr<Signals>> Signals::open() {
    sigset_t mask{};
    ::sigemptyset(&mask);
    for (const int each : {SIGTERM, SIGINT, SIGHUP})
        ::sigaddset(&mask, each);
    const int blocked = ::pthread_sigmask(SIG_BLOCK, &mask, nullptr);
    const int file = blocked == 0 ? ::signalfd(-1, &mask, SFD_CLOEXEC) : -1;
    if (file < 0) return fail(ErrorCode::Io, "signals cannot be waited for: " + std::generic_category().message(errno));
    // A peer that goes away is an error of the write to it, as is a file that may not grow.
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    return std::unique_ptr<Signals>(new Signals(file));
}

Signals::~Signals() {
    ::close(m_file);
}

Signals::Event Signals::wait() {
    while (true) {
        signalfd_siginfo received{};
        const ssize_t length = ::read(m_file, &received, sizeof(received));
        if (length < 0 && errno == EINTR) continue;
        return length == sizeof(received) && received.ssi_signo == SIGHUP ? Event::Reload : Event::End;
    }
}

} // namespace signalbox
