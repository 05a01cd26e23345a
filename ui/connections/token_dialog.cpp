#include "ui/connections/token_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 460;

} // namespace

TokenDialog::TokenDialog(const QString& server, const QString& why, const QString& note, QWidget* parent)
    : QDialog(parent)
    , m_token(new QLineEdit(this))
    , m_use(new QPushButton(tr("Use this token"), this)) {
    setObjectName(u"tokenDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Token for %1").arg(server));
    setAccessibleName(windowTitle());
    m_token->setObjectName(u"tokenField"_s);
    m_token->setAccessibleName(tr("Token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_use->setObjectName(u"tokenUse"_s);
    m_use->setProperty("role", u"primary"_s);
    m_use->setDefault(true);
    m_use->setEnabled(false);
    auto* cancel = new QPushButton(tr("Not now"), this);
    cancel->setObjectName(u"tokenCancel"_s);
    cancel->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    if (!why.isEmpty()) layout->addWidget(newPlainText(why, {}, this));
    layout->addWidget(m_token);
    layout->addWidget(newPlainText(note, u"muted"_s, this));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_use);
    layout->addLayout(row);
    setFixedWidth(kWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    connect(m_token, &QLineEdit::textChanged, this,
            [this] { m_use->setEnabled(!m_token->text().trimmed().isEmpty()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT entered(m_token->text().trimmed());
    });
}

} // namespace signalbox::ui
