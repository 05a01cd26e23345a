#include "ui/connections/connections_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "model/connection/access.h"
#include "model/connections/link_text.h"
#include "ui/connections/identity_dialog.h"
#include "ui/connections/profile_form.h"
#include "ui/connections/server_tree.h"
#include "ui/connections/unsaved_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_button.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/user_prompt.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::ServerProfile;

namespace {

constexpr QSize kSize(880, 620);
constexpr int kTreeWidth = 260;

} // namespace

ConnectionsDialog::ConnectionsDialog(ConnectionServices services, QWidget* parent)
    : QDialog(parent)
    , m_services(services) {
    setObjectName(u"connectionsDialog"_s);
    setWindowTitle(tr("Connections"));
    setAccessibleName(windowTitle());
    resize(kSize);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(16);
    columns->addWidget(buildTree());
    columns->addWidget(buildForm(), 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(columns, 1);
    layout->addWidget(buildButtons());
    connect(&services.book, &model::ConnectionBook::changed, this, &ConnectionsDialog::followBook);
    m_form->setFolders(services.book.folders());
    showProfile({});
    showServer({});
}

QWidget* ConnectionsDialog::buildTree() {
    auto* column = new QWidget(this);
    column->setFixedWidth(kTreeWidth);
    m_servers = new ServerTree(m_services.book, m_services.theme, column);
    connect(m_servers, &ServerTree::chosen, this, [this](const QString& id) { leave([this, id] { choose(id); }); });
    connect(m_servers, &ServerTree::connectWanted, this, &ConnectionsDialog::connectShown);
    connect(m_servers, &ServerTree::removeWanted, this, &ConnectionsDialog::removeShown);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_servers, 1);
    layout->addWidget(buildTreeButtons());
    return column;
}

QWidget* ConnectionsDialog::buildTreeButtons() {
    auto* rows = new QWidget(this);
    auto* grid = new QGridLayout(rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    auto* create = newPlainButton(tr("New server"), u"connectionNew"_s, rows);
    m_remove = newPlainButton(tr("Remove…"), u"connectionRemove"_s, rows);
    auto* import = newPlainButton(tr("Import…"), u"connectionImport"_s, rows);
    auto* write = newPlainButton(tr("Export…"), u"connectionExport"_s, rows);
    write->setToolTip(tr("Everything but tokens and keys, for a colleague."));
    grid->addWidget(create, 0, 0);
    grid->addWidget(m_remove, 0, 1);
    grid->addWidget(import, 1, 0);
    grid->addWidget(write, 1, 1);
    connect(create, &QPushButton::clicked, this, [this] { leave([this] { beginNew(); }); });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::removeShown);
    connect(import, &QPushButton::clicked, this, [this] { chooseFile(false); });
    connect(write, &QPushButton::clicked, this, [this] { chooseFile(true); });
    return rows;
}

QWidget* ConnectionsDialog::buildForm() {
    auto* column = new QWidget(this);
    m_form = new ProfileForm(m_services.theme, column);
    m_message = newPlainText({}, u"muted"_s, column);
    m_message->setObjectName(u"connectionMessage"_s);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_form);
    layout->addWidget(m_message);
    layout->addStretch(1);
    connect(m_form, &ProfileForm::edited, this, [this] {
        endTest();
        say({}, {});
        showTokenNote();
        refresh();
    });
    return column;
}

QWidget* ConnectionsDialog::buildButtons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_test = newPlainButton(tr("Test"), u"connectionTest"_s, row);
    m_save = newPlainButton(tr("Save"), u"connectionSave"_s, row);
    m_connect = newPlainButton(tr("Connect"), u"connectionConnect"_s, row);
    m_connect->setProperty("role", u"primary"_s);
    m_connect->setDefault(true);
    auto* close = newPlainButton(tr("Close"), u"connectionClose"_s, row);
    layout->addWidget(m_test);
    layout->addStretch(1);
    layout->addWidget(close);
    layout->addWidget(m_save);
    layout->addWidget(m_connect);
    connect(m_test, &QPushButton::clicked, this, &ConnectionsDialog::test);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (save()) say(tr("Saved."), u"muted"_s);
    });
    connect(m_connect, &QPushButton::clicked, this, &ConnectionsDialog::connectShown);
    connect(close, &QPushButton::clicked, this, &ConnectionsDialog::reject);
    return row;
}

void ConnectionsDialog::showServer(const QString& id) {
    const auto& recent = m_services.book.recent();
    const QString wanted = id.isEmpty() && !recent.isEmpty() ? recent.first() : id;
    const ServerProfile* profile = m_services.book.find(wanted);
    if (!profile && !m_services.book.profiles().isEmpty()) profile = &m_services.book.profiles().first();
    if (!profile) return leave([this] { beginNew(); });
    if (profile->id == m_shown) return stay();
    leave([this, chosen = profile->id] { choose(chosen); });
}

// The server may be gone by the time of the answer.
void ConnectionsDialog::choose(const QString& id) {
    m_servers->mark(id);
    if (const ServerProfile* profile = m_services.book.find(id)) showProfile(*profile);
}

void ConnectionsDialog::reject() {
    leave([this] { QDialog::reject(); });
}

// Does it at once where nothing is lost by that.
void ConnectionsDialog::leave(const std::function<void()>& then) {
    if (m_question) return m_question->activateWindow();
    if (!isChanged()) return then();
    m_question = new UnsavedDialog(m_saved.name, this);
    connect(m_question, &UnsavedDialog::saveWanted, this, [this, then] {
        if (!save()) return stay();
        then();
    });
    connect(m_question, &UnsavedDialog::discardWanted, this, [this, then] {
        showProfile(m_saved);
        then();
    });
    connect(m_question, &QDialog::rejected, this, &ConnectionsDialog::stay);
    connect(m_question, &QDialog::finished, this, [this] { m_question.clear(); });
    m_question->open();
}

// The tree says again what the form shows.
void ConnectionsDialog::stay() {
    m_servers->mark(m_shown);
}

void ConnectionsDialog::beginNew() {
    m_servers->mark({});
    showProfile({});
    m_form->focusName();
}

void ConnectionsDialog::showProfile(const ServerProfile& profile) {
    m_shown = profile.id;
    m_saved = profile;
    m_form->setProfile(profile);
    endTest();
    say({}, {});
    askForToken();
    refresh();
}

void ConnectionsDialog::askForToken() {
    m_hasToken = false;
    showTokenNote();
    if (m_shown.isEmpty()) return;
    m_services.tokens.fetch(m_shown, this, [this, id = m_shown](const std::optional<QString>& token) {
        if (id != m_shown) return;
        m_hasToken = token.has_value();
        showTokenNote();
    });
}

// A token goes to nobody but the server that it is for.
bool ConnectionsDialog::isOtherServer(const ServerProfile& profile) const {
    return !m_shown.isEmpty() && !model::isSameServer(m_saved, profile);
}

void ConnectionsDialog::showTokenNote() {
    if (m_hasToken && isOtherServer(m_form->profile()))
        return m_form->showToken(false, tr("The token that is kept is for %1, and is forgotten with that address.")
                                            .arg(model::addressText(m_saved)));
    m_form->showToken(m_hasToken,
                      m_services.tokens.hasStore()
                          ? tr("Kept in the key store of this computer, never in a file.")
                          : tr("This computer has no key store that answers: it is asked for in each session, and "
                               "never kept."));
}

// What was decided elsewhere meanwhile is not undone by saving what is written here.
void ConnectionsDialog::followBook() {
    m_form->setFolders(m_services.book.folders());
    stay();
    const ServerProfile* now = m_services.book.find(m_shown);
    if (!now || *now == m_saved) return;
    if (m_form->profile() == m_saved && m_form->typedToken().isEmpty()) return showProfile(*now);
    if (now->fingerprint != m_saved.fingerprint) m_form->setFingerprint(now->fingerprint);
    if (m_form->profile().folder == m_saved.folder) m_form->setFolder(now->folder);
    m_saved = *now;
    refresh();
}

// The token first: who is connected there uses it as soon as the book has changed.
Result<QString> ConnectionsDialog::keep(const ServerProfile& profile, const QString& token) {
    if (!m_services.book.find(m_shown)) {
        Result<QString> id = m_services.book.add(profile);
        if (id && !token.isEmpty()) m_services.tokens.keep(*id, token);
        return id;
    }
    if (Status good = m_services.book.check(profile); !good) return std::unexpected(std::move(good.error()));
    const bool isOnlyToken = profile == m_saved;
    if (!token.isEmpty() || isOtherServer(profile)) m_services.tokens.keep(profile.id, token);
    if (Status changed = m_services.book.change(profile); !changed) return std::unexpected(std::move(changed.error()));
    if (isOnlyToken && !token.isEmpty()) Q_EMIT tokenKept(profile.id);
    return profile.id;
}

// Returns: false where something is wrong with it, and the message says what.
bool ConnectionsDialog::save() {
    ServerProfile profile = m_form->profile();
    const QString token = profile.wantsToken ? m_form->typedToken() : QString();
    const Result<QString> kept = keep(profile, token);
    if (!kept) {
        say(QString::fromStdString(kept.error().message), u"stop"_s);
        return false;
    }
    profile.id = *kept;
    showProfile(profile);
    stay();
    return true;
}

void ConnectionsDialog::connectShown() {
    if (!save()) return;
    accept();
    Q_EMIT connectWanted(m_shown);
}

void ConnectionsDialog::removeShown() {
    if (m_shown.isEmpty()) return;
    Confirmation question;
    question.title = tr("Remove %1?").arg(m_saved.name);
    question.text =
        tr("Its address, the fingerprint that you trust and its token are forgotten. The server stays as it "
           "is.");
    question.verb = tr("Remove");
    question.keep = tr("Keep it");
    question.style = PromptStyle::Popover;
    question.anchor = m_remove;
    m_services.prompt.confirm(question, [this, id = m_shown](const ConfirmationAnswer& answer) {
        if (!answer.isConfirmed) return;
        m_services.book.remove(id);
        m_services.tokens.keep(id, {});
        showProfile({}); // nothing of it is to be saved
        showServer({});
    });
}

void ConnectionsDialog::test() {
    const ServerProfile profile = m_form->profile();
    const Status good = model::validate(profile);
    if (!good) return say(QString::fromStdString(good.error().message), u"stop"_s);
    endTest();
    say(tr("Waiting for the key store…"), u"muted"_s);
    m_test->setEnabled(false);
    const QString typed = m_form->typedToken();
    const bool isTyped = !typed.isEmpty() || m_shown.isEmpty() || isOtherServer(profile);
    if (isTyped || !profile.wantsToken) return runTest(profile, typed);
    m_services.tokens.fetch(m_shown, this, [this, profile, trial = m_trial](const std::optional<QString>& token) {
        if (trial == m_trial) runTest(profile, token.value_or(QString()));
    });
}

// Another server may be shown by the time of the answer.
void ConnectionsDialog::runTest(const ServerProfile& profile, const QString& token) {
    say(tr("Connecting…"), u"muted"_s);
    m_services.tester.test(profile, profile.wantsToken ? token : QString(),
                           [self = QPointer(this), profile, trial = m_trial](const LinkState& state) {
                               if (self && trial == self->m_trial) self->onTested(profile, state);
                           });
}

// What it finds out is about something else than what is written now.
void ConnectionsDialog::endTest() {
    ++m_trial;
}

void ConnectionsDialog::onTested(const ServerProfile& profile, const LinkState& state) {
    m_test->setEnabled(true);
    if (state.phase == LinkState::Phase::Connected) {
        const QString who = QString::fromStdString(state.principal);
        const QString as =
            who.isEmpty() ? model::roleText(state.role) : tr("%1, %2").arg(who, model::roleText(state.role));
        const QString answer =
            tr("It answers: Signalbox %1, you are %2.").arg(QString::fromStdString(state.serverVersion), as);
        const QString skew = model::skewText(state, profile).what;
        return say(skew.isEmpty() ? answer : answer + u'\n' + skew, skew.isEmpty() ? u"go"_s : u"warn"_s);
    }
    const auto problem = model::problemText(state, profile);
    const QString text =
        problem.what.isEmpty() ? QString::fromStdString(state.message) : problem.what + u'\n' + problem.todo;
    say(text, u"stop"_s);
    const bool isIdentity =
        state.problem == LinkProblem::UnknownIdentity || state.problem == LinkProblem::ChangedIdentity;
    if (isIdentity && !state.presentedFingerprint.empty()) askIdentity(profile, state);
}

void ConnectionsDialog::askIdentity(const ServerProfile& profile, const LinkState& state) {
    auto* dialog =
        new IdentityDialog(m_services.theme, profile, QString::fromStdString(state.presentedFingerprint), this);
    connect(dialog, &IdentityDialog::trusted, this, [this, asked = m_trial](const QString& fingerprint) {
        if (asked != m_trial) return;
        m_form->setFingerprint(fingerprint);
        refresh();
        test();
    });
    dialog->open();
}

void ConnectionsDialog::say(const QString& text, const QString& tone) {
    m_message->setText(text);
    setTextTone(*m_message, tone);
}

bool ConnectionsDialog::isChanged() const {
    return m_form->profile() != m_saved || !m_form->typedToken().isEmpty();
}

void ConnectionsDialog::refresh() {
    m_save->setEnabled(isChanged());
    m_remove->setEnabled(!m_shown.isEmpty());
    m_test->setEnabled(true);
}

} // namespace signalbox::ui
