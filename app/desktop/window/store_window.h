#pragma once

#include <QAction>
#include <QObject>
#include <QPointer>

#include "app/desktop/samples/sample_creator.h"
#include "app/desktop/stores/effect_sending.h"
#include "app/desktop/stores/store_source.h"
#include "app/desktop/window/notifier.h"
#include "app/desktop/window/workflow_finder.h"
#include "app/desktop/window/workflow_windows.h"
#include "engine/remote/client/link_state.h"
#include "model/connection/connection.h"
#include "model/graph/graph_layouter.h"
#include "model/inspector/open_tabs.h"
#include "model/link/link.h"
#include "model/link/link_history.h"
#include "model/navigator/navigator_model.h"
#include "model/outbox/effect_preferences.h"
#include "model/outbox/trouble_news.h"
#include "model/secrets/keychain_secrets.h"
#include "ui/preferences/preferences.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/dialog_prompt.h"

#include <memory>

class QSettings;

namespace signalbox {

class OutboxPlaces;

namespace ui {
class DefinitionWindow;
class DeployDesk;
class HelpWindow;
class InspectorPane;
class InspectorTabs;
class NavigatorPane;
class PreferencesDialog;
class QuickLook;
class Theme;
class SimulationWindow;
class WorkflowsPane;
struct EffectChoices;
} // namespace ui

// One opened store with its window: the models over its engine, the panes over the models, and what goes on between
// panes.
class StoreWindow : public QObject {
    Q_OBJECT
public:
    struct Parts {
        std::unique_ptr<StoreSource> source;
        ui::Theme& theme;
        QSettings& settings;
        const Clock& clock;
        QString operatorName;      // who acts and is "me", unless the settings name somebody
        QString layoutFolder = {}; // keeps the layouts of graphs; empty for none
        // Keeps the secrets of effects; none: they are known until the program ends.
        std::unique_ptr<model::KeyStore> keyStore = {};
        // Tells of trouble on the desktop; none: that is not offered.
        std::unique_ptr<Notifier> notifier = {};
    };
    explicit StoreWindow(Parts parts);
    ~StoreWindow() override;

    ui::MainWindow& window() { return m_window; }
    ui::CommandRegistry& commands() { return m_commands; }
    ui::WorkflowsPane& workflows() { return *m_workflows; }
    ui::InspectorPane& inspector();
    ui::InspectorTabs& tabs() { return *m_tabs; }
    OutboxPlaces& outbox() { return *m_outbox; }
    // What the sender of effects goes by, now and whenever it changes.
    model::EffectPreferenceSettings& effectSettings() { return m_effectSettings; }
    const model::KeychainSecrets& secrets() const { return m_secrets; }
    ui::QuickLook& quickLook() { return *m_quickLook; }
    // Those that are open, the oldest first.
    QList<ui::SimulationWindow*> simulations() const;
    QList<ui::DefinitionWindow*> definitionWindows() const;
    ui::DeployDesk& deployDesk() { return *m_deployDesk; }
    WorkflowWindows& workflowWindows() { return m_workflowWindows; }
    model::Connection& connection() { return m_connection; }
    StoreSource& source() { return *m_source; }
    ui::Preferences& preferences() { return m_preferences; }
    // Of what is told on the desktop.
    model::TroubleNews& news() { return m_news; }

    // Goes to a workflow, live or as it was.
    void open(const model::Link& link);
    // Nothing is being loaded, laid out or moving: what the window shows is what it will show.
    bool isSettled() const;
    // An automatic backup could not be made.
    void reportBackup(const Error& error);
    void report(const Error& error, const QString& subject);
    // Asks how all workflows of a definition are to be migrated.  Requires: the window of one store.
    void migrateAll(const std::string& definition);
    // Has the navigator show the servers that are connected.
    void showServers(const model::ServerRoster& roster);

Q_SIGNALS:
    // Another server than that of this window was chosen.
    void serverWanted(const QString& key);
    // All workflows of it are to be migrated, on one of the several servers of this window.
    void migrationWanted(const QString& definition);
    // It is about to be destroyed, and whole still.
    void ending();
    // A person has to decide about the server of this window, or to enter something.
    void decisionWanted(signalbox::LinkProblem problem);
    void closed(); // the window, by its user

protected:
    // The windows of single workflows close with the main one.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ui::PaneServices services();
    void keep(QWidget& window);
    void simulate(const DefinitionSource& source);
    void openDefinition();
    void migrateWorkflows();
    void askToMigrateAll();
    std::string chosenDefinition();
    void tellToChooseDefinition();
    void addPanes();
    void connectInspector();
    void showInspector();
    bool isCounted() const;
    void connectPanes();
    void connectEngine();
    void handleCommands();
    void followPreferences();
    ui::PreferencesDialog& showPreferences();
    void showHelp();
    void showStatistics();
    void showReadOnly(const QString& reason);
    void connectServers();
    void showServerCounts();
    void showPlace(const QString& link);
    void goTo(const QString& link);
    void refreshBackForward();
    void connectDefinitions();
    void connectLink();
    void followLink();
    void showLink();
    void showLinkProblem();
    void markWindow();
    void toggleLock();
    void allowMigrating();
    void showCalls();
    void connectOutbox();
    void configureEffects();
    void showFailed();
    void showProblemOf(const QString& id);
    void connectNotifier();
    void showOverdue();
    ui::EffectChoices effectChoices();
    void showDeployed(const QString& definition, quint32 version);

    std::unique_ptr<StoreSource> m_source;
    QString m_settingsGroup; // of this store: what is kept for it
    ui::Theme& m_theme;
    QSettings& m_settings;
    const Clock& m_clock;
    model::Connection m_connection;
    model::NavigatorModel m_places;
    model::GraphLayouter m_layouter;
    model::LinkHistory m_history;
    model::OpenTabs m_openTabs;
    SampleCreator m_samples;
    WorkflowFinder m_finder;
    QAction m_sampleAction;
    ui::Preferences m_preferences;
    model::EffectPreferenceSettings m_effectSettings;
    model::KeychainSecrets m_secrets;
    std::unique_ptr<EffectSending> m_sending; // null: its server sends them
    ui::CommandRegistry m_commands;
    ui::DialogPrompt m_prompt;
    ui::MainWindow m_window;
    ui::NavigatorPane* m_navigator = nullptr;
    ui::WorkflowsPane* m_workflows = nullptr;
    ui::InspectorTabs* m_tabs = nullptr;
    ui::QuickLook* m_quickLook = nullptr;
    std::unique_ptr<ui::DeployDesk> m_deployDesk;
    WorkflowWindows m_workflowWindows;
    std::unique_ptr<OutboxPlaces> m_outbox;
    model::TroubleNews m_news;
    std::unique_ptr<Notifier> m_notifier;
    bool m_isAboutFailed = false;                 // what was told last, not about overdue ones alone
    QList<QPointer<QWidget>> m_definitionWindows; // of definitions, and of simulations
    QPointer<ui::PreferencesDialog> m_preferencesDialog;
    QPointer<ui::HelpWindow> m_help;
    QString m_toldProblem; // of the connection
};

} // namespace signalbox
