#include "engine/effects/transfer_loop.h"

#include <csignal>
#include <utility>

namespace signalbox {
namespace {

constexpr int kLongestPollMs = 60'000; // libcurl's own timers and a wake-up end it sooner

// A receiver that goes away must not take the program with it: libcurl leaves signals to those who set NOSIGNAL.
void blockBrokenPipes() {
    sigset_t signals{};
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

SendResult notStarted() {
    SendResult result;
    result.verdict = SendResult::Verdict::NotStarted;
    result.error = "sending has ended";
    return result;
}

} // namespace

Result<std::unique_ptr<TransferLoop>> TransferLoop::open() {
    // Counted by libcurl, and safe on any thread.
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fail(ErrorCode::Io, "the library that sends (libcurl) does not start");
    Multi multi(curl_multi_init(), &curl_multi_cleanup);
    if (multi == nullptr) {
        curl_global_cleanup();
        return fail(ErrorCode::Io, "the library that sends (libcurl) does not start");
    }
    return std::unique_ptr<TransferLoop>(new TransferLoop(std::move(multi)));
}

TransferLoop::TransferLoop(Multi multi) : m_multi(std::move(multi)), m_thread([this] { run(); }) {}

TransferLoop::~TransferLoop() {
    {
        const MutexLock lock(m_mutex);
        m_isStopping = true;
        // Inside: the thread takes the handle with it as soon as it knows.
        curl_multi_wakeup(m_multi.get());
    }
    m_thread.join();
    curl_global_cleanup();
}

void TransferLoop::add(Begin begin, EffectSender::Done done) {
    {
        const MutexLock lock(m_mutex);
        m_waiting.push_back({.begin = std::move(begin), .done = std::move(done)});
    }
    curl_multi_wakeup(m_multi.get());
}

void TransferLoop::run() {
    blockBrokenPipes();
    while (beginWaiting()) {
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        tellFinished();
        curl_multi_poll(m_multi.get(), nullptr, 0, kLongestPollMs, nullptr);
    }
    giveUp();
    // Here, where no signal can come of the connections that it closes.
    m_multi.reset();
}

bool TransferLoop::beginWaiting() {
    std::vector<Waiting> waiting;
    {
        const MutexLock lock(m_mutex);
        if (m_isStopping) return false;
        waiting = std::exchange(m_waiting, {});
    }
    for (Waiting& one : waiting)
        begin(std::move(one));
    return true;
}

void TransferLoop::begin(Waiting waiting) {
    Begun begun = waiting.begin();
    if (!begun) return waiting.done(std::move(begun.error()));
    CURL* const handle = (*begun)->handle();
    if (!(*begun)->isReady()) return waiting.done((*begun)->result(CURLE_FAILED_INIT));
    if (curl_multi_add_handle(m_multi.get(), handle) != CURLM_OK)
        return waiting.done((*begun)->result(CURLE_OUT_OF_MEMORY));
    m_underWay.emplace(handle, UnderWay{.transfer = *std::move(begun), .done = std::move(waiting.done)});
}

void TransferLoop::tellFinished() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
    }
}

void TransferLoop::finish(CURL* handle, CURLcode code) {
    const auto found = m_underWay.find(handle);
    if (found == m_underWay.end()) return;
    UnderWay finished = std::move(found->second);
    m_underWay.erase(found);
    SendResult result = finished.transfer->result(code);
    curl_multi_remove_handle(m_multi.get(), handle);
    finished.done(std::move(result));
}

void TransferLoop::giveUp() {
    for (auto& [handle, one] : std::exchange(m_underWay, {})) {
        curl_multi_remove_handle(m_multi.get(), handle);
        one.done(one.transfer->closed());
    }
    std::vector<Waiting> waiting;
    for (;;) {
        {
            const MutexLock lock(m_mutex);
            waiting = std::exchange(m_waiting, {});
        }
        // Whoever is told may ask for more.
        if (waiting.empty()) return;
        for (Waiting& one : waiting)
            one.done(notStarted());
    }
}

} // namespace signalbox
