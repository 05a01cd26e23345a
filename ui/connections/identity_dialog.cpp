#include "ui/connections/identity_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "model/connections/link_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 560;

LinkState stateOf(LinkProblem problem) {
    LinkState state;
    state.phase = LinkState::Phase::Stopped;
    state.problem = problem;
    return state;
}

} // namespace

IdentityDialog::IdentityDialog(const Theme& theme, const model::ServerProfile& profile, const QString& presented,
                               QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_profile(profile)
    , m_presented(presented) {
    setObjectName(u"identityDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    const bool isChanged = !profile.fingerprint.isEmpty();
    const auto text =
        model::problemText(stateOf(isChanged ? LinkProblem::ChangedIdentity : LinkProblem::UnknownIdentity), profile);
    setWindowTitle(isChanged ? tr("%1 has changed its identity").arg(profile.name)
                             : tr("Is this %1?").arg(profile.name));
    setAccessibleName(windowTitle());
    setAccessibleDescription(text.what + u' ' + text.todo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    layout->addWidget(newPlainText(text.what, isChanged ? u"stop"_s : QString(), this));
    layout->addWidget(newPlainText(text.todo, u"muted"_s, this));
    layout->addSpacing(4);
    if (isChanged) addFingerprint(*layout, tr("You trust"), profile.fingerprint, u"trustedFingerprint"_s);
    addFingerprint(*layout, tr("%1 shows now").arg(model::addressText(profile)), presented, u"presentedFingerprint"_s);
    layout->addSpacing(8);
    addButtons(*layout);
    setFixedWidth(kWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
}

void IdentityDialog::addFingerprint(QVBoxLayout& layout, const QString& title, const QString& fingerprint,
                                    const QString& name) {
    layout.addWidget(newPlainText(title, u"muted"_s, this));
    QLabel* digits = newPlainText(model::fingerprintText(fingerprint), {}, this);
    digits->setObjectName(name);
    digits->setAccessibleName(title);
    digits->setFont(m_theme.monoFont());
    digits->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout.addWidget(digits);
}

// The way out has the focus, so Enter by habit trusts nobody.
void IdentityDialog::addButtons(QVBoxLayout& layout) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    auto* stop = new QPushButton(tr("Do not connect"), this);
    stop->setObjectName(u"identityStop"_s);
    stop->setDefault(true);
    connect(stop, &QPushButton::clicked, this, &QDialog::reject);
    const bool isChanged = !m_profile.fingerprint.isEmpty();
    auto* other = new QPushButton(isChanged ? tr("Open its settings…") : tr("They are the same: trust it"), this);
    other->setObjectName(isChanged ? u"identitySettings"_s : u"identityTrust"_s);
    other->setAutoDefault(false);
    if (!isChanged) other->setProperty("role", u"primary"_s);
    connect(other, &QPushButton::clicked, this, [this, isChanged] {
        accept();
        if (isChanged) return Q_EMIT settingsWanted();
        Q_EMIT trusted(m_presented);
    });
    row->addWidget(stop);
    row->addWidget(other);
    layout.addLayout(row);
    stop->setFocus();
}

} // namespace signalbox::ui
