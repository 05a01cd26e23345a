#include "model/graph/graph_layouter.h"

#include <QDeadlineTimer>
#include <QProcess>

#include "model/graph/dot_text.h"
#include "model/graph/simple_layout.h"

#include <utility>

namespace signalbox::model {
namespace {

struct DotAnswer {
    QByteArray json;
    LayoutFault fault = LayoutFault::None;
};

// The process is polled, so that a desktop that closes does not wait for a hanging one.
constexpr int kPollMilliseconds = 20;

bool waitForEnd(QProcess& process, const QDeadlineTimer& deadline, const std::atomic<bool>& isCancelled) {
    while (process.state() != QProcess::NotRunning) {
        if (deadline.hasExpired() || isCancelled) return false;
        process.waitForFinished(kPollMilliseconds);
    }
    return true;
}

DotAnswer runDot(const QString& program, const QByteArray& text, const QDeadlineTimer& deadline,
                 const std::atomic<bool>& isCancelled) {
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, {QStringLiteral("-Tjson0")});
    if (!process.waitForStarted(int(deadline.remainingTime()))) return {{}, LayoutFault::NotInstalled};
    process.write(text);
    process.closeWriteChannel();
    if (!waitForEnd(process, deadline, isCancelled)) {
        process.kill();
        process.waitForFinished();
        return {{}, LayoutFault::TimedOut};
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) return {{}, LayoutFault::GaveUp};
    return {process.readAllStandardOutput(), LayoutFault::None};
}

} // namespace

GraphLayouter::GraphLayouter(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_store(m_options.folder) {
    m_pool.setMaxThreadCount(1);
}

GraphLayouter::~GraphLayouter() {
    m_isCancelled = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void GraphLayouter::request(const GraphSpec& spec, QObject* context, Answer answer) {
    const bool isRunning = m_waiting.contains(spec.key);
    m_waiting[spec.key].push_back({context, std::move(answer)});
    if (isRunning) return;
    if (const GraphLayoutPtr known = find(spec.key)) {
        QMetaObject::invokeMethod(this, [this, key = spec.key, known] { finish(key, known); }, Qt::QueuedConnection);
        return;
    }
    start(spec);
}

void GraphLayouter::start(const GraphSpec& spec) {
    ++m_runs;
    m_pool.start([this, spec] {
        auto layout = std::make_shared<const GraphLayout>(storedOrNew(spec));
        QMetaObject::invokeMethod(this, [this, key = spec.key, layout] { finish(key, layout); }, Qt::QueuedConnection);
    });
}

// A simple layout is not kept: the next time Graphviz may be there, or have the time.
GraphLayout GraphLayouter::storedOrNew(const GraphSpec& spec) const {
    if (auto stored = m_store.find(spec)) return *std::move(stored);
    GraphLayout layout = layOut(spec, m_options, m_isCancelled);
    if (layout.engine != LayoutEngine::Simple) m_store.put(spec, layout);
    return layout;
}

void GraphLayouter::finish(const QString& key, const GraphLayoutPtr& layout) {
    m_layouts.insert(key, layout);
    for (const Waiting& waiting : m_waiting.take(key)) {
        if (waiting.context) waiting.answer(layout);
    }
}

GraphLayout layOut(const GraphSpec& spec, const GraphLayouter::Options& options, const std::atomic<bool>& isCancelled) {
    LayoutFault fault = LayoutFault::None;
    const QDeadlineTimer whole(options.timeLimit);
    for (const DotLabels labels : {DotLabels::Reserved, DotLabels::None}) {
        const QDeadlineTimer half(options.timeLimit / 2);
        const QDeadlineTimer& deadline = labels == DotLabels::Reserved ? half : whole;
        const DotAnswer answer = runDot(options.program, dotText(spec, labels), deadline, isCancelled);
        fault = answer.fault;
        if (fault == LayoutFault::NotInstalled || isCancelled) break;
        if (fault != LayoutFault::None) continue;
        if (auto layout = layoutFromDot(spec, answer.json, labels)) return *std::move(layout);
        fault = LayoutFault::GaveUp;
    }
    GraphLayout layout = simpleLayout(spec);
    layout.fault = fault;
    return layout;
}

} // namespace signalbox::model
