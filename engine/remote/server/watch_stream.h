#pragma once

#include "engine/base/mutex.h"
#include "engine/remote/server/call.h"
#include "engine/remote/server/change_slices.h"
#include "engine/remote/server/gatekeeper.h"
#include "engine/remote/server/server_settings.h"
#include "engine/remote/server/stream_keeper.h"
#include "engine/remote/signalbox.pb.h"
#include "engine/workflow_service.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/slice.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// One watcher. What the engine gives is encoded and waits in a bounded queue, together with what came before it and was
// not sent yet; when that is full the engine's watch is given up, and taken up again, from where it was, once the
// reader has taken what waits: the store feeds a slow reader at its own pace, and no turn ever waits for one.
//
// A message costs more than the changes in it, for the reader too: under load there is a pause between two.
class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public KeptStream,
                          public std::enable_shared_from_this<WatchStream> {
public:
    struct Parts {
        WorkflowService& service;
        const Gatekeeper& gate;
        CallRegister& calls;
        StreamKeeper& streams;
        ChangeSlices& slices;
        const ServerSettings& settings;
    };

    // Lifetime: of the result, until gRPC is done with it. The parts outlive it.
    [[nodiscard]] static WatchStream* begin(const Parts& parts, grpc::CallbackServerContext& context,
                                            const grpc::ByteBuffer& request);

    void tick(SteadyTime now) override;
    void resume() override;
    void end() override;

    // NOLINTBEGIN(readability-identifier-naming): gRPC's names
    void OnWriteDone(bool ok) override;
    void OnCancel() override;
    void OnDone() override;
    // NOLINTEND(readability-identifier-naming)

private:
    WatchStream(const Parts& parts, grpc::CallbackServerContext& context);

    void admit(const grpc::ByteBuffer& request);
    // From here on the engine's watch: `now` is how the store stands.
    void start(const Result<Statistics>& now);
    void subscribe();
    void take(Result<WatchBatch> batch);
    // Messages of protobuf are put together from parts: repeated fields follow each other, of others the last is it.
    struct Message {
        std::vector<grpc::Slice> parts;
        std::size_t changes = 0;
        std::size_t bytes = 0;
        Seq upTo;
    };
    void pushAll(WatchBatch batch) REQUIRES_LOCK(m_mutex);
    // What is no change, and the position. Nothing: the position alone, as a sign of life.
    void push(const v1::WatchBatch& rest) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] Message& fillable() REQUIRES_LOCK(m_mutex);
    // Begins the next message, now or after a pause, if there is one and none is being written.
    void goOn() REQUIRES_LOCK(m_mutex);
    void writeNext() REQUIRES_LOCK(m_mutex);
    void finish(const grpc::Status& status);
    void finishLocked(const grpc::Status& status) REQUIRES_LOCK(m_mutex);
    void setPosition(v1::WatchBatch& message, Seq upTo) const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool isFull() const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] Principal principal() const;

    const Parts m_parts;
    grpc::CallbackServerContext& m_context; // until gRPC is done
    const CallOrigin m_origin;
    const SteadyTime m_started;
    v1::WatchRequest m_request;          // as it is since he who asks was let in
    std::shared_ptr<WatchStream> m_self; // until gRPC is done

    mutable Mutex m_mutex;
    Principal m_principal GUARDED_BY(m_mutex);
    std::string m_storeId GUARDED_BY(m_mutex);
    std::uint64_t m_epoch GUARDED_BY(m_mutex) = 0;
    Seq m_queuedUpTo GUARDED_BY(m_mutex); // the queue, or the reader, has all up to here
    std::unique_ptr<WatchHandle> m_watch GUARDED_BY(m_mutex);
    std::deque<Message> m_queue GUARDED_BY(m_mutex); // the first one is being written while m_isWriting
    grpc::ByteBuffer m_written GUARDED_BY(m_mutex);
    std::size_t m_queuedChanges GUARDED_BY(m_mutex) = 0;
    std::size_t m_queuedBytes GUARDED_BY(m_mutex) = 0;
    bool m_isWriting GUARDED_BY(m_mutex) = false;
    bool m_isPausing GUARDED_BY(m_mutex) = false; // before the first one
    bool m_isBehind GUARDED_BY(m_mutex) = false;  // the engine's watch was given up
    bool m_isFinished GUARDED_BY(m_mutex) = false;
    bool m_isDone GUARDED_BY(m_mutex) = false;    // gRPC is
    SteadyTime m_lastWrite GUARDED_BY(m_mutex){}; // began
    SteadyTime m_nextWrite GUARDED_BY(m_mutex){}; // not before, unless much waits
    SteadyTime m_lastCheck GUARDED_BY(m_mutex){};
    std::optional<SteadyTime> m_letGo GUARDED_BY(m_mutex); // it had stalled
};

} // namespace signalbox
