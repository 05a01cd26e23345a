#pragma once

#include <QApplication>

#include <chrono>

namespace signalbox {

// An application that knows how long its thread has waited while it dealt with one event: for a lock, a thread, the
// network, a disk. What a loaded machine does to it does not count: neither the time in which it ran, nor that in which
// it was ready to run and others did.
class WatchedApplication : public QApplication {
public:
    WatchedApplication(int& argc, char** argv);
    ~WatchedApplication() override;

    static WatchedApplication& instance();

    bool notify(QObject* receiver, QEvent* event) override;

    // Since it was made, or forget(): the longest for one event.
    [[nodiscard]] std::chrono::nanoseconds longestWait() const { return m_longest; }
    // Which event that was.
    [[nodiscard]] const QString& where() const { return m_where; }
    void forget();

private:
    struct Moment {
        std::chrono::nanoseconds wall{}; // since whenever
        std::chrono::nanoseconds ran{};
        std::chrono::nanoseconds ready{}; // to run, while others did
        long waits = 0;                   // how often it let others run because it waited
    };
    [[nodiscard]] Moment now() const;

    int m_schedule = -1; // the kernel's figures of this thread
    int m_depth = 0;
    std::chrono::nanoseconds m_longest{};
    QString m_where;
};

} // namespace signalbox
