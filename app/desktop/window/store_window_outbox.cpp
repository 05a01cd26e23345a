#include "app/desktop/window/outbox_places.h"
#include "app/desktop/window/store_window.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shell/status_strip.h"
#include "ui/workflows/workflows_pane.h"

// The part of StoreWindow about effects and timers: where its counts and problems lead.

namespace signalbox {

void StoreWindow::connectOutbox() {
    if (LocalEngine* local = m_source->local())
        m_sending = std::make_unique<EffectSending>(*local, m_effectSettings, m_secrets);
    m_secrets.load({QString::fromLatin1(model::kMailPassword), QString::fromLatin1(model::kWebhookSecret)});
    m_outbox = std::make_unique<OutboxPlaces>(services(), m_window);
    const ui::StatusStrip& strip = m_window.statusStrip();
    connect(&strip, &ui::StatusStrip::failedActivated, m_outbox.get(), &OutboxPlaces::showProblems);
    connect(&strip, &ui::StatusStrip::heldActivated, this, &StoreWindow::configureEffects);
    connect(m_workflows, &ui::WorkflowsPane::currentWorkflowChanged, m_outbox.get(), &OutboxPlaces::setCurrent);
    connect(m_outbox.get(), &OutboxPlaces::failedWanted, this, &StoreWindow::showFailed);
    connect(m_outbox.get(), &OutboxPlaces::told, this,
            [this](const QString& text) { m_window.statusStrip().showMessage(text); });
    connect(m_outbox.get(), &OutboxPlaces::workflowWanted, this, &StoreWindow::showProblemOf);
}

void StoreWindow::configureEffects() {
    if (m_sending) return showPreferences().showEffects();
    if (m_source->servers())
        return m_window.statusStrip().showMessage(
            tr("Each server sends its effects itself: its operator names the mail server there."));
    m_window.statusStrip().showMessage(
        tr("%1 sends its effects itself: its operator names the mail server there.").arg(m_source->name()));
}

void StoreWindow::showFailed() {
    model::WorkflowFilter failedOnes;
    failedOnes.fixed.hasFailedEffects = true;
    m_workflows->setFilter(failedOnes);
    m_window.activateWindow();
}

void StoreWindow::showOverdue() {
    model::WorkflowFilter overdue;
    overdue.fixed.isOverdue = true;
    m_workflows->setFilter(overdue);
    m_window.activateWindow();
}

void StoreWindow::connectNotifier() {
    // What happens on one of several servers, its own window tells.
    if (!m_notifier || !m_notifier->isAvailable() || m_source->servers()) return;
    const auto follow = [this](bool isOn) {
        m_notifier->setOn(isOn);
        m_news.setOn(isOn);
    };
    connect(&m_preferences, &ui::Preferences::notifyingChanged, this, follow);
    follow(m_preferences.isNotifying());
    connect(&m_news, &model::TroubleNews::told, this, [this](const model::Trouble& come) {
        m_isAboutFailed = come.failedEffects > 0;
        m_notifier->show(tr("Signalbox"), model::troubleText(come));
    });
    connect(m_notifier.get(), &Notifier::activated, this, [this] {
        m_window.show();
        m_window.raise();
        m_isAboutFailed ? showFailed() : showOverdue();
    });
}

void StoreWindow::showProblemOf(const QString& id) {
    open({.connection = {}, .definition = {}, .id = id, .at = {}});
    inspector().showEffects();
}

ui::EffectChoices StoreWindow::effectChoices() {
    return {.settings = m_effectSettings,
            .secrets = m_secrets,
            .problem = [this] { return m_sending->taken(); },
            .tryServer =
                [this](const model::MailServer& server, const std::string& password,
                       std::function<void(const Status&)> done) {
                    m_sending->tryServer(server, password, std::move(done));
                }};
}

} // namespace signalbox
