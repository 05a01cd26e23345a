#include "app/desktop/desktop.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include "app/desktop/elapsed_clock.h"
#include "app/desktop/samples/demo.h"
#include "app/desktop/servers/server_desk.h"
#include "app/desktop/sharing/shared_store.h"
#include "app/desktop/sharing/sharing_desk.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/stores/ending_thread.h"
#include "app/desktop/stores/qt_keychain.h"
#include "app/desktop/stores/remote_engine.h"
#include "app/desktop/tour/picture.h"
#include "app/desktop/tour/tour.h"
#include "app/desktop/window/backup_offer.h"
#include "app/desktop/window/store_problem.h"
#include "app/desktop/window/store_window.h"
#include "app/desktop/window/tray_notifier.h"
#include "engine/store/sqlite/automatic_backups.h"
#include "engine/store/sqlite/restore.h"
#include "ui/shell/status_strip.h"
#include "ui/theme/system_scheme.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/workflows/workflow_table.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint32_t kDemoCount = 200;
constexpr int kFailed = 1;
constexpr qsizetype kLongestShown = 120; // of a link
const QSize kPictureSize(1600, 1000);
const QString kPictureOperator = u"Sue"_s;

ui::Scheme schemeOf(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::System:
        return ui::Scheme::System;
    case ThemeChoice::Light:
        return ui::Scheme::Light;
    case ThemeChoice::Dark:
        return ui::Scheme::Dark;
    }
    return ui::Scheme::System;
}

void print(const Error& error) {
    std::fputs(("signalbox: " + error.message + "\n").c_str(), stderr);
    if (!error.advice.empty()) std::fputs(("  " + error.advice + "\n").c_str(), stderr);
}

QString layoutFolder() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::CacheLocation)).filePath(u"layouts"_s);
}

// Who sits here, as the history shall name them while the preferences name nobody.
QString loginName() {
    return qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
}

// Named settings, so that an administrator can set them: backup/enabled, everyHours, kept, folder.
BackupSettings backupSettings(const QSettings& settings) {
    BackupSettings backups;
    const int hours = settings.value(u"backup/everyHours"_s, 24).toInt();
    backups.isEnabled = settings.value(u"backup/enabled"_s, true).toBool();
    backups.interval = std::chrono::hours(std::max(hours, 1));
    backups.kept = std::max(settings.value(u"backup/kept"_s, backups.kept).toUInt(), 1U);
    backups.folder = settings.value(u"backup/folder"_s).toString().toStdString();
    return backups;
}

std::expected<DesktopOptions, EarlyExit> optionsOf(const QStringList& arguments) {
    std::vector<std::string> texts;
    std::vector<const char*> pointers;
    for (const QString& argument : arguments)
        texts.push_back(argument.toStdString());
    for (const std::string& text : texts)
        pointers.push_back(text.c_str());
    return parseOptions(static_cast<int>(pointers.size()), pointers.data());
}

QString ownStore() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/workflows.sqlite"_s;
}

QString shareCertificate() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/share-certificate.pem"_s;
}

// One program for each store: whoever asks for another one wants another window.
QString instanceName(const DesktopOptions& options) {
    const QString store = options.store.empty() ? ownStore() : QString::fromStdString(options.store);
    const QByteArray place = QFileInfo(store).absoluteFilePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(place, QCryptographicHash::Sha256).toHex().first(16);
    const QString name = u"signalbox-%1-%2"_s.arg(loginName(), QString::fromLatin1(hash));
    // Where nobody else can put a socket of that name.
    const QString own = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return own.isEmpty() ? name : QDir(own).filePath(name);
}

} // namespace

// What runs while the program runs: one store window, or the problem in its place.
class Desktop : public QObject {
public:
    Desktop(QApplication& application, DesktopOptions options, QSettings& settings)
        : m_options(std::move(options))
        , m_settings(settings)
        , m_theme(schemeOf(m_options.theme))
        , m_systemScheme(m_theme)
        , m_servers(serverParts()) {
        connect(&m_servers, &ServerDesk::failed, this, [this](const Error& error, const QString& subject) {
            if (m_store) m_store->report(error, subject);
        });
        m_theme.install(application);
        if (m_options.store.empty()) m_options.store = ownStore().toStdString();
    }

    // What a second start of the program has asked for.
    void takeArguments(const QStringList& arguments) {
        const auto options = optionsOf(arguments);
        if (options && !options->open.empty() && m_store) return follow(options->open);
        QWidget* shown = m_store ? static_cast<QWidget*>(&m_store->window()) : m_problem.get();
        if (!shown) return;
        shown->show();
        shown->raise();
        shown->activateWindow();
    }

    // Returns: the exit status when there is nothing to run for.
    std::optional<int> start() {
        if (m_options.fillDemo && !m_options.readOnly) {
            const Status filled = fillWithSamples(m_options.store, kDemoCount, m_clock.now());
            if (!filled && m_options.isUnattended()) return refuse(filled.error());
            if (!filled) return showProblem(filled.error());
        }
        return openStore();
    }

private:
    int refuse(const Error& error) {
        print(error);
        return kFailed;
    }

    std::optional<int> openStore() {
        auto local = LocalEngine::open(m_options.store,
                                       {.readOnly = m_options.readOnly,
                                        .allowNetworkFileSystem = m_options.allowNetworkFileSystem,
                                        .settings = {},
                                        .sendsEffects = !m_options.isUnattended()},
                                       m_clock);
        if (!local && m_options.isUnattended()) return refuse(local.error());
        if (!local) return showProblem(local.error());
        m_sharing.reset();
        m_shared.reset(); // it serves the engine that goes
        m_store = makeWindow(std::move(*local));
        m_servers.serve(*m_store);
        if (!m_options.isUnattended()) offerSharing();
        if (m_problem) m_problem.release()->deleteLater();
        if (!m_options.isUnattended() && !m_options.readOnly) startBackups();
        return showWindow();
    }

    std::unique_ptr<StoreWindow> makeWindow(std::unique_ptr<StoreSource> source) {
        return std::make_unique<StoreWindow>(
            StoreWindow::Parts{.source = std::move(source),
                               .theme = m_theme,
                               .settings = m_settings,
                               .clock = m_clock,
                               .operatorName = m_options.isUnattended() ? kPictureOperator : loginName(),
                               .layoutFolder = m_options.isUnattended() ? QString() : layoutFolder(),
                               .keyStore = keyStore(),
                               .notifier = m_options.isUnattended() ? nullptr : std::make_unique<TrayNotifier>()});
    }

    std::unique_ptr<model::KeyStore> keyStore() const {
        if (m_options.isUnattended()) return nullptr;
        return std::make_unique<QtKeychain>();
    }

    ServerDesk::Parts serverParts() {
        return {.settings = m_settings,
                .theme = m_theme,
                .keyStore = keyStore(),
                .open = [this](const model::ServerProfile& profile,
                               const std::optional<QString>& token) -> Result<std::unique_ptr<ServerSource>> {
                    return RemoteEngine::open(profile, token, m_elapsed, m_ending);
                },
                .makeWindow = [this](std::unique_ptr<StoreSource> source) { return makeWindow(std::move(source)); },
                .clock = m_clock};
    }

    void offerSharing() {
        m_shared = std::make_unique<SharedStore>(m_store->source().service(), m_clock, m_ending,
                                                 SharedStore::Machine{.certificateFile = shareCertificate()});
        m_sharing = std::make_unique<SharingDesk>(*m_shared, *m_store, m_theme);
    }

    void startBackups() {
        const auto failed = [this](const Error& error) {
            QMetaObject::invokeMethod(this, [this, error] { m_store->reportBackup(error); }, Qt::QueuedConnection);
        };
        m_backups = std::make_unique<AutomaticBackups>(m_options.store, backupSettings(m_settings), m_clock, failed);
    }

    // It reads the whole backup, so it has a thread of its own.
    void restore(const QString& backup) {
        m_problem->setRestoring();
        m_restoring = std::jthread([this, from = backup.toStdString(), to = m_options.store, now = m_clock.now()] {
            const auto restored = restoreStore(from, to, now);
            QMetaObject::invokeMethod(this, [this, restored] { showRestored(restored); }, Qt::QueuedConnection);
        });
    }

    void showRestored(const Result<Restored>& restored) {
        if (!restored) {
            showProblem(restored.error());
            return;
        }
        openStore();
        if (m_store)
            m_store->window().statusStrip().showMessage(tr("The backup is in place. What was there is kept in %1")
                                                            .arg(QString::fromStdString(restored->keptAside)),
                                                        ui::Tone::Go);
    }

    std::optional<int> showWindow() {
        ui::MainWindow& window = m_store->window();
        if (m_options.size) {
            window.resize(m_options.size->width, m_options.size->height);
        } else if (m_options.isUnattended()) {
            window.resize(kPictureSize);
        }
        window.show();
        m_store->workflows().table().setFocus();
        if (!m_options.open.empty()) {
            const auto link = model::parseLink(QString::fromStdString(m_options.open));
            if (!link && m_options.isUnattended()) return refuse(link.error());
            follow(m_options.open);
        }
        if (!m_options.screenshot.empty()) takePicture();
        return {};
    }

    // Links come from anywhere: whoever has clicked on one is told what is wrong with it.
    void follow(const std::string& text) {
        const auto link = model::parseLink(QString::fromStdString(text));
        if (link) return goTo(*link);
        m_store->window().show();
        m_store->window().activateWindow();
        m_store->window().banners().post(
            {.kind = ui::BannerKind::Warning,
             .what = tr("This link leads to no workflow. Ask whoever gave it for another."),
             .subject = QString::fromStdString(text).left(kLongestShown),
             .detail = QString::fromStdString(link.error().message)});
    }

    void goTo(const model::Link& link) {
        if (link.connection == QLatin1StringView(model::kLocalAuthority)) {
            m_store->window().show();
            m_store->window().activateWindow();
            return m_store->open(link);
        }
        if (m_servers.open(link)) return;
        m_store->window().show();
        m_store->window().activateWindow();
        m_store->window().banners().post(
            {.kind = ui::BannerKind::Warning,
             .what = tr("There is no server of the name “%1” among your connections.").arg(link.connection),
             .subject = model::toText(link).left(kLongestShown),
             .retry = [this] { m_servers.showConnections(&m_store->window()); },
             .retryText = tr("Connections…")});
    }

    // Never inside the call of the one who waits: the event loop must run for anything to settle.
    void takePicture() {
        QTimer::singleShot(0, this, [this] {
            const Status taken = takeSettledPicture(*m_store, QString::fromStdString(m_options.screenshot));
            if (!taken) print(taken.error());
            QCoreApplication::exit(taken ? 0 : kFailed);
        });
    }

    std::optional<int> showProblem(const Error& error) {
        auto problem = std::make_unique<StoreProblem>(QString::fromStdString(m_options.store), error,
                                                      findBackupOffer(m_options.store, backupSettings(m_settings)));
        connect(problem.get(), &StoreProblem::restoreWanted, this, &Desktop::restore);
        connect(problem.get(), &StoreProblem::retryWanted, this, [this] { openStore(); });
        connect(problem.get(), &StoreProblem::readOnlyWanted, this, [this] {
            m_options.readOnly = true;
            openStore();
        });
        connect(problem.get(), &StoreProblem::otherStoreWanted, this, [this](const QString& path) {
            m_options.store = path.toStdString();
            openStore();
        });
        if (m_problem) m_problem.release()->deleteLater();
        m_problem = std::move(problem);
        m_problem->show();
        return {};
    }

    DesktopOptions m_options;
    QSettings& m_settings;
    SystemClock m_clock;
    ElapsedClock m_elapsed; // of connections, and what is shown of them
    EndingThread m_ending;
    ui::Theme m_theme;
    ui::SystemScheme m_systemScheme;
    ServerDesk m_servers;
    std::unique_ptr<StoreWindow> m_store;
    std::unique_ptr<SharedStore> m_shared; // ends before the engine that it serves
    std::unique_ptr<SharingDesk> m_sharing;
    std::unique_ptr<StoreProblem> m_problem;
    std::unique_ptr<AutomaticBackups> m_backups;
    std::jthread m_restoring;
};

int runDesktop(QApplication& application, const DesktopOptions& options) {
    if (!options.tour.empty()) return runTour(application, QString::fromStdString(options.tour));
    const QTemporaryDir scratch;
    QSettings ownSettings(scratch.filePath(u"settings.ini"_s), QSettings::IniFormat);
    QSettings userSettings;
    SingleInstance instance(instanceName(options));
    if (!options.isUnattended()) {
        if (instance.handOver(QApplication::arguments())) return 0;
        // Another start may have been faster meanwhile.
        if (!instance.listen() && instance.handOver(QApplication::arguments())) return 0;
    }
    Desktop desktop(application, options, options.isUnattended() ? ownSettings : userSettings);
    QObject::connect(&instance, &SingleInstance::argumentsArrived, &desktop, &Desktop::takeArguments);
    if (const auto status = desktop.start()) return *status;
    return QApplication::exec();
}

} // namespace signalbox
