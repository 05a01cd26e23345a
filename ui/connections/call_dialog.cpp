#include "ui/connections/call_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/theme/theme.h"
#include "ui/widgets/plain_text.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kSize(720, 400);

} // namespace

CallDialog::CallDialog(const Theme& theme, const QString& workflow, std::vector<model::WorkflowCall> calls,
                       QWidget* parent)
    : QDialog(parent)
    , m_calls(std::move(calls))
    , m_choice(new QComboBox(this))
    , m_text(new QPlainTextEdit(this)) {
    setObjectName(u"callDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 as a command").arg(workflow));
    setAccessibleName(windowTitle());
    resize(kSize);
    m_choice->setObjectName(u"callChoice"_s);
    m_choice->setAccessibleName(tr("Act"));
    for (const model::WorkflowCall& call : m_calls)
        m_choice->addItem(call.title);
    m_text->setObjectName(u"callText"_s);
    m_text->setAccessibleName(tr("Command"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(theme.monoFont());
    auto* copy = new QPushButton(tr("Copy"), this);
    copy->setObjectName(u"callCopy"_s);
    copy->setProperty("role", u"primary"_s);
    copy->setDefault(true);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"callClose"_s);
    close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_choice);
    layout->addWidget(m_text, 1);
    layout->addWidget(newPlainText(
        tr("For a shell with grpcurl. Your token is not in it: put it into SIGNALBOX_TOKEN."), u"muted"_s, this));
    layout->addLayout(buttons);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &CallDialog::showCall);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_text->toPlainText());
        accept();
        Q_EMIT copied(m_choice->currentText());
    });
    showCall(0);
}

void CallDialog::showCall(int index) {
    if (index >= 0) m_text->setPlainText(m_calls[static_cast<std::size_t>(index)].text);
}

} // namespace signalbox::ui
