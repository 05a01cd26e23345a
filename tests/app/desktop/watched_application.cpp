#include "tests/app/desktop/watched_application.h"

#include <QEvent>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>

namespace signalbox {

using namespace Qt::StringLiterals;
using std::chrono::nanoseconds;

namespace {

nanoseconds timeOf(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

} // namespace

WatchedApplication::WatchedApplication(int& argc, char** argv)
    : QApplication(argc, argv)
    , m_schedule(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}

WatchedApplication::~WatchedApplication() {
    if (m_schedule >= 0) ::close(m_schedule);
}

WatchedApplication& WatchedApplication::instance() {
    return static_cast<WatchedApplication&>(*QCoreApplication::instance());
}

WatchedApplication::Moment WatchedApplication::now() const {
    Moment moment;
    // "ran ready slices", in nanoseconds; without it, a loaded machine counts.
    std::array<char, 96> text{};
    long long ran = 0;
    long long ready = 0;
    if (::pread(m_schedule, text.data(), text.size() - 1, 0) > 0 &&
        std::sscanf(text.data(), "%lld %lld", &ran, &ready) == 2)
        moment.ready = nanoseconds{ready};
    moment.ran = timeOf(CLOCK_THREAD_CPUTIME_ID); // the kernel's other figure is a tick old
    moment.wall = timeOf(CLOCK_MONOTONIC);
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    moment.waits = usage.ru_nvcsw;
    return moment;
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0) return QApplication::notify(receiver, event);
    const QString where =
        u"%1 %2 of type %3"_s.arg(QString::fromLatin1(receiver->metaObject()->className()), receiver->objectName())
            .arg(event->type());
    const Moment before = now();
    ++m_depth;
    const bool isTaken = QApplication::notify(receiver, event);
    --m_depth;
    const Moment after = now();
    // A thread that did not let others run did not wait, whatever its clocks say.
    if (after.waits == before.waits) return isTaken;
    const nanoseconds waited = (after.wall - before.wall) - (after.ran - before.ran) - (after.ready - before.ready);
    if (waited <= m_longest) return isTaken;
    m_longest = waited;
    m_where = where;
    return isTaken;
}

void WatchedApplication::forget() {
    m_longest = {};
    m_where.clear();
}

} // namespace signalbox
