#include "app/server/serve/call_metrics.h"

#include <chrono>
#include <utility>

namespace signalbox {
namespace {

// From what an answer out of memory takes to the longest deadline. Units: seconds.
const prometheus::Histogram::BucketBoundaries kBounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                      0.05,   0.1,     0.25,   0.5,   1,      2.5,   10,   60};

} // namespace

CallMetrics::CallMetrics()
    : m_registry(std::make_shared<prometheus::Registry>())
    , m_calls(prometheus::BuildCounter()
                  .Name("signalbox_calls_total")
                  .Help("Calls that have ended, by method and gRPC code")
                  .Register(*m_registry))
    , m_durations(prometheus::BuildHistogram()
                      .Name("signalbox_call_duration_seconds")
                      .Help("How long calls took, by method")
                      .Register(*m_registry))
    , m_refusals(prometheus::BuildCounter()
                     .Name("signalbox_refusals_total")
                     .Help("Callers that were not let in")
                     .Register(*m_registry)
                     .Add({})) {}

void CallMetrics::ended(const Call& call) {
    counter(call).Increment();
    histogram(call).Observe(std::chrono::duration<double>(call.duration).count());
}

void CallMetrics::refused(std::string_view /*address*/, std::string_view /*reason*/) {
    m_refusals.Increment();
}

prometheus::Counter& CallMetrics::counter(const Call& call) {
    const MutexLock lock(m_mutex);
    auto method = m_counters.find(call.method);
    if (method == m_counters.end()) method = m_counters.try_emplace(std::string(call.method)).first;
    auto& byCode = method->second;
    if (const auto found = byCode.find(call.code); found != byCode.end()) return *found->second;
    prometheus::Counter& made = m_calls.Add({{"method", method->first}, {"code", std::string(call.code)}});
    byCode.emplace(std::string(call.code), &made);
    return made;
}

prometheus::Histogram& CallMetrics::histogram(const Call& call) {
    const MutexLock lock(m_mutex);
    if (const auto found = m_histograms.find(call.method); found != m_histograms.end()) return *found->second;
    std::string method(call.method);
    prometheus::Histogram& made = m_durations.Add({{"method", method}}, kBounds);
    m_histograms.emplace(std::move(method), &made);
    return made;
}

} // namespace signalbox
