#include "app/desktop/servers/server_desk.h"
#include "ui/connections/identity_dialog.h"
#include "ui/connections/token_dialog.h"
#include "ui/shell/main_window.h"

#include <algorithm>

// The part of ServerDesk about who a server is, and who we are there.

namespace signalbox {

using model::ServerProfile;

namespace {

// What differs is how it is shown, and nothing that a connection is made with.
bool isConnectedAlike(const ServerProfile& before, ServerProfile after) {
    after.name = before.name;
    after.folder = before.folder;
    after.colour = before.colour;
    after.environment = before.environment;
    return after == before;
}

} // namespace

void ServerDesk::decide(const QString& id, LinkProblem problem) {
    StoreWindow* shown = window(id);
    if (!shown) return;
    if (problem == LinkProblem::BadToken) return askToken(*shown);
    askIdentity(*shown);
}

void ServerDesk::askIdentity(StoreWindow& shown) {
    const model::ServerLink& link = shown.source().server()->link();
    const QString id = link.profile().id;
    auto* dialog = new ui::IdentityDialog(m_theme, link.profile(),
                                          QString::fromStdString(link.state().presentedFingerprint), &shown.window());
    connect(dialog, &ui::IdentityDialog::trusted, this, [this, asked = link.profile()](const QString& fingerprint) {
        const ServerProfile* now = m_book.find(asked.id);
        if (now && model::isSameServer(asked, *now)) m_book.trust(asked.id, fingerprint);
    });
    connect(dialog, &ui::IdentityDialog::settingsWanted, this, [this, id] {
        if (StoreWindow* open = window(id)) showConnections(&open->window(), id);
    });
    dialog->open();
}

bool ServerDesk::isAskingToken(StoreWindow& shown) {
    return std::ranges::any_of(shown.window().findChildren<ui::TokenDialog*>(), &QWidget::isVisible);
}

// Once, whatever comes while it waits for an answer. Whoever gives it up has the key store's answer instead.
void ServerDesk::askToken(StoreWindow& shown) {
    if (isAskingToken(shown)) return;
    const model::ServerLink& link = shown.source().server()->link();
    const QString id = link.profile().id;
    auto* dialog = new ui::TokenDialog(link.profile().name, tokenReason(link), tokenNote(), &shown.window());
    connect(dialog, &ui::TokenDialog::entered, this, [this, id](const QString& token) {
        m_tokens.keep(id, token);
        reconnect(id);
    });
    connect(dialog, &QDialog::rejected, this, [this, id] {
        StoreWindow* open = window(id);
        if (open && open->source().server()->link().isWaitingForKeyStore() && m_tokens.isKnown(id)) reconnect(id);
    });
    dialog->open();
}

QString ServerDesk::tokenReason(const model::ServerLink& link) {
    if (link.isWaitingForKeyStore()) return tr("The key store of this computer has not given it yet.");
    return link.state().problem == LinkProblem::BadToken ? link.problem().what : QString();
}

QString ServerDesk::tokenNote() const {
    return m_tokens.hasStore()
               ? tr("It is kept in the key store of this computer, never in a file.")
               : tr("This computer has no key store that answers: it is asked for in each session, and never kept.");
}

// A change of what says where and who the server is takes effect at once.
void ServerDesk::followBook() {
    for (const ServerProfile& profile : m_book.profiles()) {
        StoreWindow* open = window(profile.id);
        if (!open || open->source().server()->link().profile() == profile) continue;
        model::ServerLink& link = open->source().server()->link();
        if (isConnectedAlike(link.profile(), profile)) {
            link.setProfile(profile);
            continue;
        }
        // What the key store has is for what it was, and nobody has given another one.
        const bool isOther = !model::isSameServer(link.profile(), profile);
        if (isOther && !m_tokens.isKnown(profile.id)) m_tokens.keep(profile.id, {});
        reconnect(profile.id);
    }
}

void ServerDesk::reconnect(const QString& id) {
    const ServerProfile* profile = m_book.find(id);
    StoreWindow* open = window(id);
    if (!profile || !open) return;
    const Asked asked{.profile = *profile, .isFirst = open->source().server()->link().isWaitingForKeyStore()};
    if (!profile->wantsToken) return useToken(asked, std::nullopt);
    m_tokens.fetch(id, this, [this, asked](const std::optional<QString>& token) { useToken(asked, token); });
}

// The answer may be late: it is for the server that it was asked for, and for who still waits for it.
void ServerDesk::useToken(const Asked& asked, const std::optional<QString>& token) {
    const ServerProfile* profile = m_book.find(asked.profile.id);
    StoreWindow* open = window(asked.profile.id);
    if (!profile || !open || !model::isSameServer(asked.profile, *profile)) return;
    ServerSource& source = *open->source().server();
    if (asked.isFirst && !source.link().isWaitingForKeyStore()) return;
    if (asked.isFirst && token && isAskingToken(*open)) return; // what is being typed is meant
    source.link().setWaitingForKeyStore(false);
    const QString shown = profile->wantsToken ? token.value_or(QString()) : QString();
    const Status taken = source.reconnect(*profile, shown);
    if (!taken) Q_EMIT failed(taken.error(), profile->name);
    // Who it is comes first; without a token it asks for one then.
    const bool isIdentified = profile->trust != ServerAddress::Trust::Pinned || !profile->fingerprint.isEmpty();
    if (asked.isFirst && profile->wantsToken && shown.isEmpty() && isIdentified) askToken(*open);
}

} // namespace signalbox
