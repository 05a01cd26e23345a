#include "ui/connections/share_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "model/connection/access.h"
#include "model/connections/link_text.h"
#include "ui/connections/form_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_button.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 600;

} // namespace

ShareDialog::ShareDialog(const Theme& theme, model::StoreSharing& sharing, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_sharing(sharing) {
    setObjectName(u"shareDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Share this store"));
    setAccessibleName(windowTitle());
    m_problem = newPlainText({}, u"stop"_s, this);
    m_problem->setObjectName(u"shareProblem"_s);
    m_start = newPlainButton(tr("Share"), u"shareStart"_s, this);
    m_start->setProperty("role", u"primary"_s);
    m_stop = newPlainButton(tr("Stop sharing"), u"shareStop"_s, this);
    m_copy = newPlainButton(tr("Copy for a colleague"), u"shareCopy"_s, this);
    auto* close = newPlainButton(tr("Close"), u"shareClose"_s, this);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_start);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    layout->addWidget(newPlainText(tr("A colleague sees, and as far as you let him steers, the workflows of this "
                                      "computer, as long as this window is open. The connection is encrypted; only who "
                                      "has the token gets in."),
                                   u"muted"_s, this));
    layout->addWidget(m_choice = buildChoice());
    layout->addWidget(m_access = buildAccess());
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    setFixedWidth(kWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    connect(m_start, &QPushButton::clicked, this, &ShareDialog::start);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_sharing.stop();
        refresh();
        Q_EMIT sharingChanged();
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(invitation()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    refresh();
}

QWidget* ShareDialog::buildChoice() {
    auto* part = new QWidget(this);
    auto* form = new QFormLayout(part);
    form->setContentsMargins(0, 0, 0, 0);
    m_reach = new QComboBox(part);
    m_reach->setObjectName(u"shareReach"_s);
    m_reach->addItem(tr("Programs on this computer"), false);
    m_reach->addItem(tr("Everybody in my network who has the token"), true);
    m_role = new QComboBox(part);
    m_role->setObjectName(u"shareRole"_s);
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin})
        m_role->addItem(model::roleText(role), static_cast<int>(role));
    addFormRow(*form, tr("&For"), m_reach);
    addFormRow(*form, tr("&As"), m_role);
    return part;
}

QWidget* ShareDialog::buildAccess() {
    auto* part = new QWidget(this);
    auto* form = new QFormLayout(part);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    addFormRow(*form, tr("A&ddress"), m_address = newValue(u"shareAddress"_s));
    addFormRow(*form, tr("Finger&print"), m_fingerprint = newValue(u"shareFingerprint"_s));
    addFormRow(*form, tr("&Token"), m_token = newValue(u"shareToken"_s));
    return part;
}

QLabel* ShareDialog::newValue(const QString& name) {
    QLabel* value = newPlainText({}, {}, this);
    value->setObjectName(name);
    value->setFont(m_theme.monoFont());
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return value;
}

void ShareDialog::start() {
    const auto started =
        m_sharing.start(m_reach->currentData().toBool(), static_cast<Role>(m_role->currentData().toInt()));
    m_problem->setText(started ? QString() : QString::fromStdString(started.error().message));
    refresh();
    Q_EMIT sharingChanged();
}

void ShareDialog::refresh() {
    const auto& shared = m_sharing.current();
    m_choice->setVisible(!shared);
    m_access->setVisible(shared.has_value());
    m_start->setVisible(!shared);
    m_stop->setVisible(shared.has_value());
    m_copy->setVisible(shared.has_value());
    m_problem->setVisible(!m_problem->text().isEmpty());
    if (!shared) return;
    m_address->setText(shared->addresses.join(u'\n'));
    m_fingerprint->setText(model::fingerprintText(shared->fingerprint));
    m_token->setText(shared->token);
    m_copy->setFocus(); // not the button that cuts somebody off
}

QString ShareDialog::invitation() const {
    const auto& shared = m_sharing.current();
    if (!shared) return {};
    return tr("Signalbox, %1\nAddress: %2\nFingerprint:\n%3\nToken: %4")
        .arg(model::roleText(shared->role), shared->addresses.join(u", "_s),
             model::fingerprintText(shared->fingerprint), shared->token);
}

} // namespace signalbox::ui
