#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/remote/wire/errors.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

// A process that watches a server in the clear, over the bare protocol, from the beginning of its log, until it is
// killed; to be stopped and let go on. Argument: PORT. Says, line by line:
//   watching              the stream has begun
//   have SEQ              everything up to there was given, without gap or repetition
//   gap EXPECTED GOT      it was not
//   ended CODE REASON     the stream has; another one follows, from the last position

namespace signalbox {
namespace {

class Watcher {
public:
    explicit Watcher(const std::string& port)
        : m_stub(v1::WorkflowService::NewStub(
              grpc::CreateChannel("127.0.0.1:" + port, grpc::InsecureChannelCredentials()))) {
        m_request.mutable_after();
    }

    void watchOnce() {
        grpc::ClientContext context;
        context.set_wait_for_ready(true);
        const auto stream = m_stub->Watch(&context, m_request);
        say("watching");
        v1::WatchBatch batch;
        while (stream->Read(&batch))
            take(batch);
        const grpc::Status status = stream->Finish();
        const auto detail = wire::detailOf(status);
        say(fmt::format("ended {} {}", wire::codeName(status.error_code()),
                        v1::Reason_Name(detail ? detail->reason() : v1::REASON_UNSPECIFIED)));
    }

private:
    void take(const v1::WatchBatch& batch) {
        for (const v1::Change& change : batch.changes())
            if (change.seq() != ++m_last) say(fmt::format("gap {} {}", m_last, change.seq()));
        *m_request.mutable_after() = batch.position();
        if (batch.changes_size() > 0) say(fmt::format("have {}", m_last));
    }
    static void say(const std::string& line) {
        std::puts(line.c_str());
        std::fflush(stdout);
    }

    const std::unique_ptr<v1::WorkflowService::Stub> m_stub;
    v1::WatchRequest m_request;
    std::uint64_t m_last = 0;
};

} // namespace
} // namespace signalbox

int main(int count, char** arguments) {
    if (count != 2) return 2;
    signalbox::Watcher watcher(arguments[1]);
    for (;;) {
        watcher.watchOnce();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}
