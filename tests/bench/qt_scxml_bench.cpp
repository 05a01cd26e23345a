#include <QBuffer>
#include <QCoreApplication>
#include <QScxmlStateMachine>

#include "tests/bench/scxml_bench.h"

#include <memory>

namespace signalbox::bench {

double qtScxmlFires(const std::string& document, const std::vector<std::string>& events,
                    std::chrono::nanoseconds time) {
    QByteArray bytes = QByteArray::fromStdString(document);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const std::unique_ptr<QScxmlStateMachine> machine(QScxmlStateMachine::fromData(&buffer));
    if (!machine->parseErrors().isEmpty()) giveUp("Qt does not read the benchmark's definition");
    machine->start();
    QCoreApplication::processEvents();
    std::vector<QString> names;
    for (const std::string& event : events)
        names.push_back(QString::fromStdString(event));
    return perSecond(time, [&] {
        // It takes each event in a round of the event loop.
        for (const QString& name : names) {
            machine->submitEvent(name);
            QCoreApplication::processEvents();
        }
        return std::uint64_t{names.size()};
    });
}

} // namespace signalbox::bench
