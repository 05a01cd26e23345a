#pragma once

#include "engine/base/mutex.h"
#include "engine/remote/server/remote_server.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox {

// Counts calls for Prometheus: signalbox_calls_total by method and code, signalbox_call_duration_seconds by method,
// signalbox_refusals_total.  Thread-safety: any thread.
class CallMetrics final : public CallObserver {
public:
    CallMetrics();

    void ended(const Call& call) override;
    void refused(std::string_view address, std::string_view reason) override;

    [[nodiscard]] const std::shared_ptr<prometheus::Registry>& registry() const { return m_registry; }

private:
    // Found again without making labels: a call costs a few microseconds as a whole.
    using Counters = std::map<std::string, std::map<std::string, prometheus::Counter*, std::less<>>, std::less<>>;
    using Histograms = std::map<std::string, prometheus::Histogram*, std::less<>>;

    [[nodiscard]] prometheus::Counter& counter(const Call& call);
    [[nodiscard]] prometheus::Histogram& histogram(const Call& call);

    const std::shared_ptr<prometheus::Registry> m_registry;
    prometheus::Family<prometheus::Counter>& m_calls;
    prometheus::Family<prometheus::Histogram>& m_durations;
    prometheus::Counter& m_refusals;
    Mutex m_mutex;
    Counters m_counters GUARDED_BY(m_mutex); // by method, then code
    Histograms m_histograms GUARDED_BY(m_mutex);
};

} // namespace signalbox
