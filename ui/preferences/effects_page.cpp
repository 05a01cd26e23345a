#include "ui/preferences/effects_page.h"

#include <QComboBox>
#include <QFocusEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>

#include "ui/widgets/plain_text.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::EffectPreferences;
using model::MailSecurity;

namespace {

constexpr int kControlWidth = 300;
constexpr int kReceiverLines = 3;

// Lines without blanks around them, each once.
QStringList linesOf(const QString& text) {
    QStringList lines;
    for (const QString& line : text.split(u'\n')) {
        const QString plain = line.simplified();
        if (!plain.isEmpty() && !lines.contains(plain)) lines.append(plain);
    }
    return lines;
}

// Tells when it is left; the widget itself tells of every key only.
class LeavingFilter : public QObject {
public:
    LeavingFilter(QWidget& watched, std::function<void()> left) : QObject(&watched), m_left(std::move(left)) {
        watched.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusOut) m_left();
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> m_left;
};

} // namespace

EffectsPage::EffectsPage(EffectChoices choices, QWidget* parent)
    : QWidget(parent)
    , m_choices(std::move(choices))
    , m_host(newLine(u"mailHost"_s, tr("smtp.example.com")))
    , m_port(new QSpinBox(this))
    , m_security(new QComboBox(this))
    , m_user(newLine(u"mailUser"_s, tr("without signing in")))
    , m_from(newLine(u"mailFrom"_s, tr("Signalbox <signalbox@example.com>")))
    , m_receivers(new QPlainTextEdit(this))
    , m_store(newPlainText({}, u"muted"_s, this))
    , m_problem(newPlainText({}, u"stop"_s, this)) {
    setObjectName(u"effectsPage"_s);
    setAccessibleName(tr("Effects"));
    const EffectPreferences& value = m_choices.settings.value();
    m_host->setText(value.mail.host);
    m_port->setObjectName(u"mailPort"_s);
    m_port->setRange(1, 0xffff);
    m_port->setValue(value.mail.port);
    m_security->setObjectName(u"mailSecurity"_s);
    m_security->addItem(tr("STARTTLS"), static_cast<int>(MailSecurity::StartTls));
    m_security->addItem(tr("TLS"), static_cast<int>(MailSecurity::Tls));
    m_security->addItem(tr("None"), static_cast<int>(MailSecurity::None));
    m_security->setCurrentIndex(m_security->findData(static_cast<int>(value.mail.security)));
    m_user->setText(value.mail.user);
    m_from->setText(value.mail.from);
    m_receivers->setObjectName(u"effectReceivers"_s);
    m_receivers->setPlainText(value.allowedReceivers.join(u'\n'));
    m_receivers->setPlaceholderText(tr("localhost:8080\n10.0.0.0/8"));
    m_receivers->setTabChangesFocus(true);
    m_receivers->setFixedHeight(m_receivers->fontMetrics().lineSpacing() * kReceiverLines + 22);
    m_store->setObjectName(u"secretStore"_s);
    m_problem->setObjectName(u"effectProblem"_s);
    build();
    connectFields();
    showSecrets();
    showProblem();
}

QLineEdit* EffectsPage::newLine(const QString& name, const QString& placeholder) {
    auto* line = new QLineEdit(this);
    line->setObjectName(name);
    line->setPlaceholderText(placeholder);
    return line;
}

void EffectsPage::build() {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(24, 20, 24, 20);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(14);
    grid->setColumnStretch(0, 1);
    addRow(*grid, tr("Mail server"), tr("Mails go through it. While there is none, they are held and nothing is lost."),
           m_host);
    addRow(*grid, tr("Port and security"),
           tr("587 with STARTTLS, 465 with TLS. None is for a server on this computer."), buildServer());
    addRow(*grid, tr("User"), tr("Who signs in at the server."), m_user);
    addRow(*grid, tr("Password"), tr("Kept in the key store of this computer, never in the settings."),
           newSecret(u"mailPassword"_s, QString::fromLatin1(model::kMailPassword)));
    addRow(*grid, tr("From"), tr("Whom the receivers see as the sender."), m_from);
    if (m_choices.tryServer) addRow(*grid, tr("Try it"), tr("Signs in at the server; no mail is sent."), buildTest());
    addRow(*grid, tr("Allowed receivers"),
           tr("What web requests may reach without TLS and inside your own network, one a line: hosts, or ranges of "
              "addresses. All else needs https and a public address."),
           m_receivers);
    addRow(*grid, tr("Signing secret"), tr("Receivers of web requests check with it that they come from here."),
           newSecret(u"webhookSecret"_s, QString::fromLatin1(model::kWebhookSecret)));
    grid->addWidget(m_problem, grid->rowCount(), 0, 1, 2);
    grid->addWidget(m_store, grid->rowCount(), 0, 1, 2);
    grid->setRowStretch(grid->rowCount(), 1);
}

QWidget* EffectsPage::buildServer() {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_port->setAccessibleName(tr("Port"));
    m_security->setAccessibleName(tr("Security"));
    row->addWidget(m_port);
    row->addWidget(m_security, 1);
    return pair;
}

QWidget* EffectsPage::buildTest() {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_test = new QPushButton(tr("Test"), pair);
    m_test->setObjectName(u"mailTest"_s);
    m_test->setAccessibleName(tr("Test the mail server"));
    m_test->setAutoDefault(false);
    m_result = newPlainText({}, u"muted"_s, pair);
    m_result->setObjectName(u"mailTestResult"_s);
    row->addWidget(m_test, 0, Qt::AlignTop);
    row->addWidget(m_result, 1);
    connect(m_test, &QPushButton::clicked, this, &EffectsPage::test);
    return pair;
}

void EffectsPage::addRow(QGridLayout& grid, const QString& title, const QString& sentence, QWidget* control) {
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(newPlainText(title, {}, this));
    words->addWidget(newPlainText(sentence, u"muted"_s, this));
    const int row = grid.rowCount();
    grid.addLayout(words, row, 0);
    control->setFixedWidth(kControlWidth);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(title);
    control->setAccessibleDescription(sentence);
    grid.addWidget(control, row, 1, Qt::AlignTop);
}

// What is kept is never shown again: a new one can be typed, or the old one removed.
QWidget* EffectsPage::newSecret(const QString& objectName, const QString& secret) {
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* line = new QLineEdit(pair);
    line->setObjectName(objectName);
    line->setEchoMode(QLineEdit::Password);
    auto* forget = new QPushButton(tr("Remove"), pair);
    forget->setObjectName(objectName + u"Remove"_s);
    forget->setAutoDefault(false);
    row->addWidget(line, 1);
    row->addWidget(forget);
    const auto show = [this, line, forget, secret] {
        const bool isSet = m_choices.secrets.isSet(secret);
        line->setPlaceholderText(isSet ? tr("kept; type to replace it") : tr("none"));
        forget->setVisible(isSet);
    };
    connect(line, &QLineEdit::editingFinished, this, [this, line, secret] {
        if (!line->text().isEmpty()) m_choices.secrets.keep(secret, line->text());
        line->clear();
    });
    connect(forget, &QPushButton::clicked, this, [this, secret] { m_choices.secrets.keep(secret, {}); });
    connect(&m_choices.secrets, &model::KeychainSecrets::changed, line, [show, secret](const QString& name) {
        if (name == secret) show();
    });
    show();
    return pair;
}

void EffectsPage::connectFields() {
    for (QLineEdit* line : {m_host, m_user, m_from})
        connect(line, &QLineEdit::editingFinished, this, &EffectsPage::take);
    connect(m_port, &QSpinBox::editingFinished, this, &EffectsPage::take);
    connect(m_security, &QComboBox::activated, this, [this] {
        const auto security = static_cast<MailSecurity>(m_security->currentData().toInt());
        // The usual port of the one is never that of the other.
        if (security == MailSecurity::Tls && m_port->value() == 587) m_port->setValue(465);
        if (security == MailSecurity::StartTls && m_port->value() == 465) m_port->setValue(587);
        take();
    });
    new LeavingFilter(*m_receivers, [this] { take(); });
    connect(&m_choices.secrets, &model::KeychainSecrets::failed, this, [this](const QString&, const Error& error) {
        setTextTone(*m_store, u"warn"_s);
        m_store->setText(tr("The key store does not answer: what is typed here is known until the program ends. (%1)")
                             .arg(QString::fromStdString(error.message)));
    });
}

void EffectsPage::take() {
    EffectPreferences value = m_choices.settings.value();
    value.mail.host = m_host->text().trimmed();
    value.mail.port = static_cast<quint16>(m_port->value());
    value.mail.security = static_cast<MailSecurity>(m_security->currentData().toInt());
    value.mail.user = m_user->text().trimmed();
    value.mail.from = m_from->text().trimmed();
    value.allowedReceivers = linesOf(m_receivers->toPlainText());
    m_choices.settings.setValue(value);
    if (m_test) m_test->setEnabled(!value.mail.host.isEmpty());
    showProblem();
}

void EffectsPage::showProblem() {
    const Status status = m_choices.problem ? m_choices.problem() : Status();
    m_problem->setVisible(!status);
    if (status) return;
    m_problem->setText(tr("Not taken yet: %1").arg(QString::fromStdString(status.error().message)));
}

void EffectsPage::test() {
    take();
    m_test->setEnabled(false);
    m_result->setText(tr("Trying\u2026"));
    const QPointer<EffectsPage> self(this);
    m_choices.tryServer(m_choices.settings.value().mail,
                        m_choices.secrets.secret(model::kMailPassword).value_or(std::string()),
                        [self](const Status& result) {
                            if (self) self->showTest(result);
                        });
}

void EffectsPage::showTest(const Status& result) {
    m_test->setEnabled(true);
    m_result->setText(result ? tr("The server takes mails.")
                             : tr("It does not work: %1").arg(QString::fromStdString(result.error().message)));
    setTextTone(*m_result, result ? u"go"_s : u"stop"_s);
}

void EffectsPage::showSecrets() {
    if (m_test) m_test->setEnabled(!m_choices.settings.value().mail.host.isEmpty());
    if (!m_choices.secrets.hasStore())
        m_store->setText(tr("There is no key store here: secrets are known until the program ends."));
}

} // namespace signalbox::ui
