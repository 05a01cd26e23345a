#include "ui/connections/server_choice_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/connections/server_box.h"
#include "ui/widgets/plain_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 460;

} // namespace

ServerChoiceDialog::ServerChoiceDialog(const model::ServerRoster& roster, const Question& question, QWidget* parent)
    : QDialog(parent)
    , m_server(new ServerBox(roster, question.deed, this))
    , m_problem(newPlainText({}, u"stop"_s, this))
    , m_choose(new QPushButton(question.verb, this)) {
    setObjectName(u"serverChoiceDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question.title);
    setAccessibleName(windowTitle());
    m_problem->setObjectName(u"serverChoiceProblem"_s);
    m_choose->setObjectName(u"serverChoiceUse"_s);
    m_choose->setProperty("role", u"primary"_s);
    m_choose->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"serverChoiceCancel"_s);
    cancel->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(newPlainText(windowTitle(), u"heading"_s, this));
    layout->addWidget(newPlainText(question.text, u"muted"_s, this));
    layout->addWidget(m_server);
    layout->addWidget(m_problem);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_choose);
    layout->addLayout(row);
    setFixedWidth(kWidth);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    m_server->choose(question.server);
    connect(m_server, &ServerBox::changed, this, &ServerChoiceDialog::refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_choose, &QPushButton::clicked, this, [this] {
        const QString server = m_server->server();
        accept();
        Q_EMIT chosen(server);
    });
    refresh();
}

void ServerChoiceDialog::refresh() {
    const QString problem = m_server->problem();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_choose->setEnabled(problem.isEmpty());
    m_choose->setToolTip(problem);
}

} // namespace signalbox::ui
