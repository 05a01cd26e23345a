#include "ui/connections/profile_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "model/connections/link_text.h"
#include "ui/connections/form_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/environment_badge.h"
#include "ui/widgets/plain_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::Environment;
using model::ServerProfile;
using Trust = ServerAddress::Trust;

namespace {

constexpr int kSwatch = 14;
// Apart from each other on both schemes.
constexpr std::array<std::pair<const char*, const char*>, 7> kColours{
    {{QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Red"), "#c9252d"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Orange"), "#c2620a"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Green"), "#0f8a54"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Teal"), "#0b7f86"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Blue"), "#0b63ce"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Violet"), "#7340c4"},
     {QT_TRANSLATE_NOOP("signalbox::ui::ProfileForm", "Grey"), "#626c7d"}}};

QIcon swatch(const QColor& color) {
    QPixmap pixmap(kSwatch, kSwatch);
    pixmap.fill(color);
    return QIcon(pixmap);
}

// "Europe / Payments" is "Europe/Payments".
QString folderFrom(const QString& text) {
    QStringList parts;
    for (const QString& part : text.split(u'/'))
        if (!part.trimmed().isEmpty()) parts.append(part.trimmed());
    return parts.join(u'/');
}

void choose(QComboBox& box, const QVariant& value) {
    box.setCurrentIndex(std::max(0, box.findData(value)));
}

} // namespace

ProfileForm::ProfileForm(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QFormLayout(this))
    , m_name(new QLineEdit(this))
    , m_folder(new QComboBox(this))
    , m_environment(new QComboBox(this))
    , m_colour(new QComboBox(this))
    , m_host(new QLineEdit(this))
    , m_port(new QSpinBox(this))
    , m_trust(new QComboBox(this))
    , m_wantsToken(new QCheckBox(tr("&Signs in with a token"), this)) {
    setObjectName(u"profileForm"_s);
    setAccessibleName(tr("Server"));
    fillChoices();
    build();
    refresh();
}

void ProfileForm::fillChoices() {
    for (const Environment each : {Environment::Development, Environment::Test, Environment::Production})
        m_environment->addItem(model::environmentWord(each), static_cast<int>(each));
    m_colour->addItem(tr("As its environment"), QString());
    for (const auto& [name, colour] : kColours)
        m_colour->addItem(swatch(QColor(QLatin1StringView(colour))), tr(name), QString::fromLatin1(colour));
    m_trust->addItem(tr("By its fingerprint, which I compare once"), static_cast<int>(Trust::Pinned));
    m_trust->addItem(tr("By an authority that I trust"), static_cast<int>(Trust::Roots));
    m_trust->addItem(tr("Without TLS: on this computer only"), static_cast<int>(Trust::Plaintext));
    m_folder->setEditable(true);
    m_folder->setInsertPolicy(QComboBox::NoInsert);
    m_folder->lineEdit()->setAccessibleName(tr("Folder"));
    m_port->setRange(1, 0xffff);
    m_port->setGroupSeparatorShown(false);
}

void ProfileForm::build() {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(16);
    m_layout->setVerticalSpacing(8);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto named = [](QWidget* widget, const QString& name) {
        widget->setObjectName(name);
        return widget;
    };
    m_name->setPlaceholderText(tr("prod-eu"));
    m_host->setPlaceholderText(tr("flows.example.com, or unix:/path of a socket"));
    addFormRow(*m_layout, tr("&Name"), named(m_name, u"serverName"_s));
    addFormRow(*m_layout, tr("&Address"), buildAddress());
    addFormRow(*m_layout, tr("&Environment"), named(m_environment, u"serverEnvironment"_s));
    addFormRow(*m_layout, tr("&Colour"), named(m_colour, u"serverColour"_s));
    addFormRow(*m_layout, tr("&Folder"), named(m_folder, u"serverFolder"_s));
    buildIdentity(*m_layout);
    addFormRow(*m_layout, tr("&Token"), buildToken());
    for (QLineEdit* line : findChildren<QLineEdit*>())
        connect(line, &QLineEdit::textEdited, this, &ProfileForm::edited);
    for (QComboBox* box : findChildren<QComboBox*>())
        connect(box, &QComboBox::activated, this, &ProfileForm::edited);
    connect(m_folder, &QComboBox::editTextChanged, this, &ProfileForm::edited);
    connect(m_port, &QSpinBox::valueChanged, this, &ProfileForm::edited);
    connect(m_wantsToken, &QCheckBox::clicked, this, &ProfileForm::edited);
    connect(this, &ProfileForm::edited, this, &ProfileForm::refresh);
    connect(m_host, &QLineEdit::editingFinished, this, &ProfileForm::splitAddress);
}

QWidget* ProfileForm::buildAddress() {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_host->setObjectName(u"serverHost"_s);
    m_port->setObjectName(u"serverPort"_s);
    m_port->setAccessibleName(tr("Port"));
    row->addWidget(m_host, 1);
    row->addWidget(m_port);
    pair->setFocusProxy(m_host);
    return pair;
}

void ProfileForm::buildIdentity(QFormLayout& layout) {
    m_trust->setObjectName(u"serverTrust"_s);
    addFormRow(layout, tr("&Proves itself"), m_trust);
    addFormRow(layout, tr("Fin&gerprint"), m_fingerprintRow = buildFingerprint());
    m_rootsRow = newFileField(m_roots, u"serverRoots"_s, tr("those of this computer"), this);
    addFormRow(layout, tr("A&uthorities"), m_rootsRow);
    m_expectedName = new QLineEdit(this);
    m_expectedName->setObjectName(u"serverExpectedName"_s);
    m_expectedName->setPlaceholderText(tr("the address"));
    addFormRow(layout, tr("Name &in it"), m_expectedName);
    m_certificateRow = newFileField(m_certificate, u"serverCertificate"_s, tr("none"), this);
    addFormRow(layout, tr("&My certificate"), m_certificateRow);
    m_keyRow = newFileField(m_key, u"serverKey"_s, tr("none"), this);
    addFormRow(layout, tr("My &key"), m_keyRow);
}

QWidget* ProfileForm::buildFingerprint() {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_fingerprint = newPlainText({}, {}, pair);
    m_fingerprint->setObjectName(u"serverFingerprint"_s);
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_forget = new QPushButton(tr("Forget"), pair);
    m_forget->setObjectName(u"forgetFingerprint"_s);
    m_forget->setToolTip(tr("The next connection shows its fingerprint again, and asks."));
    m_forget->setAutoDefault(false);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        setFingerprint({});
        Q_EMIT edited();
    });
    row->addWidget(m_fingerprint, 1);
    row->addWidget(m_forget, 0, Qt::AlignTop);
    pair->setFocusProxy(m_fingerprint);
    return pair;
}

QWidget* ProfileForm::buildToken() {
    auto* all = new QWidget(this);
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_wantsToken->setObjectName(u"serverWantsToken"_s);
    m_token = new QLineEdit(all);
    m_token->setObjectName(u"serverToken"_s);
    m_token->setAccessibleName(tr("Token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_tokenNote = newPlainText({}, u"muted"_s, all);
    m_tokenNote->setObjectName(u"serverTokenNote"_s);
    column->addWidget(m_wantsToken);
    column->addWidget(m_token);
    column->addWidget(m_tokenNote);
    all->setFocusProxy(m_token);
    return all;
}

void ProfileForm::setProfile(const ServerProfile& profile) {
    const QSignalBlocker quiet(this);
    m_shown = profile;
    m_name->setText(profile.name);
    m_folder->setEditText(profile.folder);
    choose(*m_environment, static_cast<int>(profile.environment));
    if (m_colour->findData(profile.colour) < 0)
        m_colour->addItem(swatch(QColor(profile.colour)), profile.colour, profile.colour);
    choose(*m_colour, profile.colour);
    m_host->setText(profile.host);
    m_port->setValue(profile.port);
    choose(*m_trust, static_cast<int>(profile.trust));
    m_roots->setText(profile.rootsFile);
    m_expectedName->setText(profile.expectedName);
    m_certificate->setText(profile.certificateFile);
    m_key->setText(profile.keyFile);
    m_wantsToken->setChecked(profile.wantsToken);
    m_token->clear();
    refresh();
}

ServerProfile ProfileForm::profile() const {
    ServerProfile profile = m_shown;
    profile.name = m_name->text().trimmed();
    profile.folder = folderFrom(m_folder->currentText());
    profile.environment = static_cast<Environment>(m_environment->currentData().toInt());
    profile.colour = m_colour->currentData().toString();
    const auto [host, port] = model::hostAndPort(m_host->text().trimmed());
    profile.host = host;
    profile.port = port.value_or(m_port->value());
    profile.trust = static_cast<Trust>(m_trust->currentData().toInt());
    profile.rootsFile = m_roots->text().trimmed();
    profile.expectedName = m_expectedName->text().trimmed();
    profile.certificateFile = m_certificate->text().trimmed();
    profile.keyFile = m_key->text().trimmed();
    profile.wantsToken = m_wantsToken->isChecked();
    return profile;
}

// An address is handed on with its port.
void ProfileForm::splitAddress() {
    const auto [host, port] = model::hostAndPort(m_host->text().trimmed());
    if (host != m_host->text()) m_host->setText(host);
    if (port) m_port->setValue(*port);
}

void ProfileForm::setFolders(const QStringList& folders) {
    const QSignalBlocker quiet(m_folder);
    const QString text = m_folder->currentText();
    m_folder->clear();
    m_folder->addItems(folders);
    m_folder->setEditText(text);
}

void ProfileForm::setFolder(const QString& folder) {
    const QSignalBlocker quiet(m_folder);
    m_folder->setEditText(folder);
}

QString ProfileForm::typedToken() const {
    return m_token->text().trimmed();
}

void ProfileForm::showToken(bool isKept, const QString& note) {
    m_token->setPlaceholderText(isKept ? tr("kept; type a new one to replace it") : tr("asked for when it connects"));
    m_tokenNote->setText(note);
}

void ProfileForm::setFingerprint(const QString& fingerprint) {
    m_shown.fingerprint = fingerprint;
    refresh();
}

void ProfileForm::focusName() {
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void ProfileForm::refresh() {
    const auto trust = static_cast<Trust>(m_trust->currentData().toInt());
    const bool isPinned = trust == Trust::Pinned;
    const bool isEncrypted = trust != Trust::Plaintext;
    m_layout->setRowVisible(m_fingerprintRow, isPinned);
    m_layout->setRowVisible(m_rootsRow, trust == Trust::Roots);
    m_layout->setRowVisible(m_expectedName, trust == Trust::Roots);
    m_layout->setRowVisible(m_certificateRow, isEncrypted);
    m_layout->setRowVisible(m_keyRow, isEncrypted);
    const bool isKnown = !m_shown.fingerprint.isEmpty();
    m_fingerprint->setFont(isKnown ? m_theme.monoFont() : m_theme.uiFont());
    m_fingerprint->setText(isKnown ? model::fingerprintText(m_shown.fingerprint)
                                   : tr("none yet: shown for comparison by the first connection"));
    m_forget->setVisible(isKnown);
    m_port->setEnabled(!m_host->text().startsWith("unix:"_L1));
    m_token->setVisible(m_wantsToken->isChecked());
    m_tokenNote->setVisible(m_wantsToken->isChecked());
}

} // namespace signalbox::ui
