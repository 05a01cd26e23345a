#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>

#include "model/graph/graph_layout.h"
#include "model/graph/layout_store.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace signalbox::model {

using GraphLayoutPtr = std::shared_ptr<const GraphLayout>;

// Lays out graphs with Graphviz' `dot` as a child process, on a thread of its own, and remembers every layout by its
// key, in files too. What is in a file is found on that thread as well.
//
// `dot` has a time limit. Where it fails with labels it is asked again without them; where it fails again, is not
// installed, hangs or answers garbage, the simple layout takes its place and LayoutFault says why. So every request is
// answered. Lifetime: the destructor ends a running `dot` and waits for the thread; unanswered requests are dropped.
class GraphLayouter : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString program = QStringLiteral("dot"); // a path, or a name to be found in PATH
        std::chrono::milliseconds timeLimit{2000};
        QString folder = {}; // of the files that keep layouts from start to start; empty for none
    };
    using Answer = std::function<void(GraphLayoutPtr)>;

    explicit GraphLayouter(Options options, QObject* parent = nullptr);
    explicit GraphLayouter(QObject* parent = nullptr) : GraphLayouter(Options{}, parent) {}
    ~GraphLayouter() override;

    // Answers once, on this thread, through the event loop, unless `context` is gone by then. Requests for one key
    // share one run.
    void request(const GraphSpec& spec, QObject* context, Answer answer);
    // Returns: the layout if it was made before, else null.
    GraphLayoutPtr find(const QString& key) const { return m_layouts.value(key); }

    int runCount() const { return m_runs; } // layouts made or read from a file

private:
    struct Waiting {
        QPointer<QObject> context;
        Answer answer;
    };

    void start(const GraphSpec& spec);
    GraphLayout storedOrNew(const GraphSpec& spec) const; // on the thread
    void finish(const QString& key, const GraphLayoutPtr& layout);

    Options m_options;
    LayoutStore m_store; // only on the thread
    QHash<QString, GraphLayoutPtr> m_layouts;
    QHash<QString, std::vector<Waiting>> m_waiting;
    std::atomic<bool> m_isCancelled = false;
    int m_runs = 0;
    QThreadPool m_pool; // last: its destructor waits for what uses the others
};

// The layout that a layouter with these options makes.
// Thread-safety: any thread but the GUI's: it waits for `dot`. Polls `isCancelled`.
GraphLayout layOut(const GraphSpec& spec, const GraphLayouter::Options& options, const std::atomic<bool>& isCancelled);

} // namespace signalbox::model
