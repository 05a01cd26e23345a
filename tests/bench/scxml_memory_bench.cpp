#include <QBuffer>
#include <QCoreApplication>
#include <QScxmlStateMachine>

#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/scxml/compiler.h"
#include "tests/bench/many_workflows.h"
#include "tests/bench/null_store.h"
#include "tests/bench/scxml_bench.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox::bench {
namespace {

// An order with data of 200 bytes, as JSON.
constexpr const char* kDocument = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="order"
  datamodel="ecmascript">
  <datamodel>
    <data id="order">{"number":"AB-104233","customer":"joe.miller@example.com","amount":1290.5,"clerk":"sue",
      "parcel":"1Z999AA10123456784","note":"leave it with the neighbour on the left, please; ring twice"}</data>
    <data id="attempts" expr="0"/>
  </datamodel>
  <state id="Open">
    <transition event="next" cond="order.amount &gt; 0" target="Packing">
      <assign location="attempts" expr="attempts + 1"/>
    </transition>
  </state>
  <state id="Packing"><transition event="next" target="Open"/></state>
</scxml>)";

class Orders {
public:
    explicit Orders(Engine& engine) : m_engine(engine) {}

    // Makes and fires at `count` more.  Few requests at a time: what is queued is not what a workflow takes.
    void add(std::size_t count) {
        constexpr std::size_t kBatch = 500;
        for (std::size_t done = 0; done < count; done += kBatch)
            addBatch(std::min(kBatch, count - done));
    }

private:
    void addBatch(std::size_t count) {
        std::atomic<std::size_t> missing = count;
        std::promise<void> done;
        for (std::size_t i = 0; i < count; ++i)
            m_engine.fire({.id = std::to_string(m_next++),
                           .trigger = "next",
                           .arguments = Json(),
                           .expectedRevision = {},
                           .createFrom = DefinitionRef{.name = "order"},
                           .caller = {.principal = "operator sue", .reason = {}, .requestId = {}}},
                          [&](const Result<FireReply>& reply) {
                              if (!reply || reply->outcome != Outcome::Transitioned) giveUp("an order was refused");
                              if (--missing == 0) done.set_value();
                          });
        done.get_future().wait();
    }

    Engine& m_engine;
    std::size_t m_next = 0;
};

std::size_t bytesPerStatechart(std::size_t workflows) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    NullStore store;
    const scxml::CompileResult compiled =
        scxml::compile(kDocument, {.file = "bench.scxml", .package = {}, .findSyntaxFault = {}});
    if (!compiled.chart) giveUp("the benchmark's definition does not compile");
    const auto engine = Engine::open({.store = store,
                                      .clock = clock,
                                      .scheduler = scheduler,
                                      .charts = {compiled.chart},
                                      .settings = {},
                                      .log = nullptr});
    if (!engine) giveUp("the engine refused: " + engine.error().message);
    Orders orders(**engine);
    // The scripts' engines belong to the threads.
    orders.add(2'000);
    const std::size_t before = residentBytes();
    orders.add(workflows);
    ::malloc_trim(0);
    return (residentBytes() - before) / workflows;
}

std::unique_ptr<QScxmlStateMachine> qtMachine() {
    QByteArray bytes(kDocument);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    std::unique_ptr<QScxmlStateMachine> machine(QScxmlStateMachine::fromData(&buffer));
    if (!machine->parseErrors().isEmpty()) giveUp("Qt does not read the benchmark's definition");
    machine->start();
    machine->submitEvent(QStringLiteral("next"));
    QCoreApplication::processEvents();
    return machine;
}

std::size_t bytesPerQtMachine(std::size_t count) {
    std::vector<std::unique_ptr<QScxmlStateMachine>> machines;
    machines.reserve(count + 1);
    machines.push_back(qtMachine()); // loads what all of them share
    const std::size_t before = residentBytes();
    for (std::size_t i = 0; i < count; ++i)
        machines.push_back(qtMachine());
    ::malloc_trim(0);
    return (residentBytes() - before) / count;
}

} // namespace

std::vector<Figure> scxmlMemoryFigures(const Options& options) {
    const std::size_t workflows = options.size(100'000, 1'000);
    const double ours = memoryInChild("statechart", std::to_string(workflows));
    const double qts = memoryInChild("qt-statechart", std::to_string(options.size(500, 5)));
    return {{.name = "memory of a resident statechart",
             .of = grouped(workflows) + " workflows, 200 bytes of data",
             .value = ours,
             .unit = "B",
             .ceiling = qts,
             .ceilingIs = "QScxmlStateMachine",
             .target = Target{.kind = Target::Kind::AtMost, .bound = 2048}}};
}

bool isStatechartMemory(const std::string& what) {
    return what == "statechart" || what == "qt-statechart";
}

int printStatechartMemory(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const std::size_t count = std::stoul(argv[3]);
    const bool isOurs = std::string_view(argv[2]) == "statechart";
    fmt::print("{}\n", isOurs ? bytesPerStatechart(count) : bytesPerQtMachine(count));
    return 0;
}

} // namespace signalbox::bench
