#pragma once

#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/effects/effect_sender.h"
#include "engine/effects/transfer.h"

#include <curl/curl.h>

#include <expected>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

namespace signalbox {

// One thread that carries any number of transfers. What waits is begun on that thread, and told there. The destructor
// gives up what is under way, and tells that too.
// Thread-safety: any thread.
class TransferLoop {
public:
    using Begun = std::expected<std::unique_ptr<Transfer>, SendResult>;
    using Begin = std::move_only_function<Begun()>;

    // Errors: Io: the operating system refused.
    [[nodiscard]] static Result<std::unique_ptr<TransferLoop>> open();
    ~TransferLoop();
    TransferLoop(const TransferLoop&) = delete;
    TransferLoop& operator=(const TransferLoop&) = delete;

    // Runs `begin` and carries the transfer that it gives, or tells the result at once. `done` may add more.
    void add(Begin begin, EffectSender::Done done);

private:
    using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
    struct Waiting {
        Begin begin;
        EffectSender::Done done;
    };
    struct UnderWay {
        std::unique_ptr<Transfer> transfer;
        EffectSender::Done done;
    };

    explicit TransferLoop(Multi multi);
    void run();
    // Returns: false: no more.
    [[nodiscard]] bool beginWaiting();
    void begin(Waiting waiting);
    void tellFinished();
    void finish(CURL* handle, CURLcode code);
    void giveUp();

    Multi m_multi;
    Mutex m_mutex;
    std::vector<Waiting> m_waiting GUARDED_BY(m_mutex);
    bool m_isStopping GUARDED_BY(m_mutex) = false;
    std::unordered_map<CURL*, UnderWay> m_underWay; // its own thread only
    std::thread m_thread;
};

} // namespace signalbox
