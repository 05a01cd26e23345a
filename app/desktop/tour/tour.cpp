#include "app/desktop/tour/tour.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include "app/desktop/stores/local_engine.h"
#include "app/desktop/tour/picture.h"
#include "app/desktop/tour/tour_driver.h"
#include "app/desktop/window/store_window.h"
#include "ui/theme/theme.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

using namespace std::chrono_literals;

const QSize kWindowSize(1600, 1000);
// The post's collector runs every 10 s and idles after 5; nobody wants to watch that long.
const EngineSettings kTourSettings{.idleTimeout = 2s, .scanInterval = 1s};

struct TourStep {
    QString title;
    std::function<bool(TourDriver&)> act; // returns whether its effect came
    ShownWorkflow expected;
    QString expectedEffects = {}; // of the newest change; empty: not looked at
};

QStringList states(const QString& spaced) {
    return spaced.split(u' ', Qt::SkipEmptyParts);
}

// Source: README's bug tracker, the scenario of the post.
std::vector<TourStep> firstBug() {
    const QString id = u"BUG-1"_s;
    const auto assign = [](const QString& person) { return [person](TourDriver& it) { return it.fire('1', person); }; };
    return {
        {u"create BUG-1"_s,
         [id](TourDriver& it) { return it.createWorkflow(id); },
         {id, u"Open"_s, u"nobody"_s, states(u"Open"_s)}},
        {u"assign to Joe"_s, assign(u"Joe"_s), {id, u"Assigned"_s, u"Joe"_s, states(u"Open Assigned"_s)}, u"Joe"_s},
        {u"defer"_s,
         [](TourDriver& it) { return it.fire('3'); },
         {id, u"Deferred"_s, u"nobody"_s, states(u"Open Assigned Deferred"_s)},
         u"Joe"_s},
        {u"assign to Harry"_s,
         assign(u"Harry"_s),
         {id, u"Assigned"_s, u"Harry"_s, states(u"Open Assigned Deferred Assigned"_s)},
         u"Harry"_s},
        {u"assign to Fred"_s,
         assign(u"Fred"_s),
         {id, u"Assigned"_s, u"Fred"_s, states(u"Open Assigned Deferred Assigned Assigned"_s)},
         u"Fred"_s},
        {u"close"_s,
         [](TourDriver& it) { return it.fire('2'); },
         {id, u"Closed"_s, u"Fred"_s, states(u"Open Assigned Deferred Assigned Assigned Closed"_s)},
         u"Fred"_s},
    };
}

std::vector<TourStep> secondBug() {
    const QString id = u"BUG-2"_s;
    return {
        {u"create BUG-2"_s,
         [id](TourDriver& it) { return it.createWorkflow(id); },
         {id, u"Open"_s, u"nobody"_s, states(u"Open"_s)}},
        {u"assign to Sally"_s,
         [](TourDriver& it) { return it.fire('1', u"Sally"_s); },
         {id, u"Assigned"_s, u"Sally"_s, states(u"Open Assigned"_s)}},
        {u"defer"_s,
         [](TourDriver& it) { return it.fire('3'); },
         {id, u"Deferred"_s, u"nobody"_s, states(u"Open Assigned Deferred"_s)}},
        {u"assign to Sue"_s,
         [](TourDriver& it) { return it.fire('1', u"Sue"_s); },
         {id, u"Assigned"_s, u"Sue"_s, states(u"Open Assigned Deferred Assigned"_s)}},
    };
}

std::vector<TourStep> idleBugs() {
    const ShownWorkflow closed{u"BUG-1"_s, u"Closed"_s, u"Fred"_s,
                               states(u"Open Assigned Deferred Assigned Assigned Closed"_s)};
    const ShownWorkflow assigned{u"BUG-2"_s, u"Assigned"_s, u"Sue"_s, states(u"Open Assigned Deferred Assigned"_s)};
    return {
        {u"BUG-2 falls idle"_s, [](TourDriver& it) { return it.waitForIdle(); }, assigned},
        {u"BUG-1 is idle too"_s, [](TourDriver& it) { return it.goTo(u"BUG-1"_s) && it.waitForIdle(); }, closed},
        {u"a closed bug refuses Assign"_s,
         [](TourDriver& it) { return it.waitFor([&it] { return it.isRefused(u"Assign"_s); }); }, closed},
        {u"close BUG-2, which wakes"_s,
         [](TourDriver& it) { return it.goTo(u"BUG-2"_s) && it.fire('2'); },
         {u"BUG-2"_s, u"Closed"_s, u"Sue"_s, states(u"Open Assigned Deferred Assigned Closed"_s)},
         u"Sue"_s},
    };
}

std::vector<TourStep> secondStart() {
    return {
        {u"open the store again"_s,
         [](TourDriver& it) { return it.goTo(u"BUG-1"_s); },
         {u"BUG-1"_s, u"Closed"_s, u"Fred"_s, states(u"Open Assigned Deferred Assigned Assigned Closed"_s)}},
    };
}

class Tour {
public:
    Tour(QApplication& application, QString folder) : m_folder(std::move(folder)), m_theme(ui::Scheme::Light) {
        m_theme.install(application);
    }

    int run() {
        if (!m_scratch.isValid() || !QDir().mkpath(m_folder))
            return refuse("the folder for the pictures cannot be made");
        const bool isWhole = play({firstBug(), secondBug(), idleBugs()}) && play({secondStart()});
        fmt::print("{}: {} steps, pictures in {}\n", isWhole ? "the tour is complete" : "the tour ended early",
                   m_number, m_folder.toStdString());
        return isWhole ? 0 : 1;
    }

private:
    static int refuse(const std::string& what) {
        fmt::print(stderr, "signalbox: {}\n", what);
        return 1;
    }

    // Opens the window, plays the acts, closes it.
    bool play(const std::vector<std::vector<TourStep>>& acts) {
        auto local = LocalEngine::open(m_scratch.filePath(u"tour.sqlite"_s).toStdString(),
                                       {.settings = kTourSettings, .sendsEffects = true}, m_clock);
        if (!local) return refuse(local.error().message) == 0;
        StoreWindow store({.source = std::move(*local),
                           .theme = m_theme,
                           .settings = m_settings,
                           .clock = m_clock,
                           .operatorName = u"sue"_s});
        store.window().resize(kWindowSize);
        store.window().show();
        store.window().activateWindow();
        if (!waitUntilSettled(store)) return refuse("the window did not come to rest") == 0;
        TourDriver driver(store);
        for (const std::vector<TourStep>& act : acts) {
            for (const TourStep& step : act) {
                if (!perform(step, driver, store)) return false;
            }
        }
        return true;
    }

    bool perform(const TourStep& step, TourDriver& driver, StoreWindow& store) {
        ++m_number;
        const bool hasCome = step.act(driver) && driver.waitFor([&] { return driver.shown() == step.expected; }) &&
                             waitUntilSettled(store);
        const ShownWorkflow shown = driver.shown();
        const bool areEffectsRight = driver.newestEffects().contains(step.expectedEffects);
        const bool isRight = hasCome && shown == step.expected && areEffectsRight;
        fmt::print("{:2} {:<28} {:<6} {:<9} {:<7} {:<58} {}\n", m_number, step.title.toStdString(),
                   shown.id.toStdString(), shown.state.toStdString(), shown.assignee.toStdString(),
                   shown.history.join(u" > "_s).toStdString(), isRight ? "ok" : "WRONG");
        std::fflush(stdout);
        const QString name =
            u"%1-%2.png"_s.arg(m_number, 2, 10, QChar(u'0')).arg(QString(step.title).replace(u' ', u'-').remove(u','));
        const Status pictured = takePicture(store.window(), QDir(m_folder).filePath(name));
        if (!pictured) refuse(pictured.error().message);
        if (!isRight) explain(step, driver);
        return isRight && pictured;
    }

    static void explain(const TourStep& step, const TourDriver& driver) {
        fmt::print(stderr, "   expected {}: {} with {}: {}; effects with \"{}\", shown: \"{}\"; last message \"{}\"\n",
                   step.expected.id.toStdString(), step.expected.state.toStdString(),
                   step.expected.assignee.toStdString(), step.expected.history.join(u" > "_s).toStdString(),
                   step.expectedEffects.toStdString(), driver.newestEffects().toStdString(),
                   driver.message().toStdString());
    }

    QString m_folder;
    SystemClock m_clock;
    ui::Theme m_theme;
    QTemporaryDir m_scratch;
    QSettings m_settings{m_scratch.filePath(u"settings.ini"_s), QSettings::IniFormat};
    int m_number = 0;
};

} // namespace

int runTour(QApplication& application, const QString& folder) {
    // Inside the event loop, as everything else that a user does.
    std::optional<int> status;
    QTimer::singleShot(0, &application, [&] {
        status = Tour(application, folder).run();
        QApplication::exit(*status);
    });
    QApplication::setQuitOnLastWindowClosed(false);
    return QApplication::exec();
}

} // namespace signalbox
